package io.concord.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Removes from a file what its text does not show: who wrote it, what was deleted, what is hidden.
///
/// Words on the pages stay: they are for [Redactor].
public final class Metadata {

    /// Largest file taken, in bytes.
    public static final int LARGEST = 50 << 20;

    private Metadata() {}

    /// A cleaned file.
    ///
    /// @param removed each kind of thing once, in the order met; empty when there was nothing
    public record Cleaned(byte[] bytes, List<Removed> removed) {
        public Cleaned {
            removed = List.copyOf(removed);
        }
    }

    /// @param where part of the file, for example `docProps/core.xml`
    /// @param count how many of them
    public record Removed(String where, Reason what, int count) {}

    /// @param name decides by its ending what kind of file it is said to be; the content has to agree
    /// @throws Unreadable when the file cannot be cleaned
    public static Cleaned strip(byte[] file, String name) {
        if (file.length > LARGEST) {
            throw new Unreadable("文件过大：超过 50 MB", "the file is larger than 50 MB");
        }
        String lower = name.toLowerCase(Locale.ROOT);
        boolean zip = file.length > 3 && file[0] == 'P' && file[1] == 'K';
        boolean pdf = file.length > 4 && file[0] == '%' && file[1] == 'P' && file[2] == 'D' && file[3] == 'F';
        if (lower.endsWith(".docx") && zip) {
            return DocxMetadata.strip(file);
        }
        if (lower.endsWith(".pdf") && pdf) {
            return PdfMetadata.strip(file);
        }
        throw new Unreadable(
                "只能清理 DOCX 和 PDF，且内容须与扩展名相符：" + name,
                "only DOCX and PDF can be cleaned, and content must agree with the name: " + name);
    }

    /// Counts what goes, for the report.
    static final class Report {
        private final List<Removed> removed = new ArrayList<>();

        void add(String where, String zh, String en, int count) {
            if (count <= 0) {
                return;
            }
            Reason what = new Reason(zh, en);
            for (int i = 0; i < removed.size(); i++) {
                Removed one = removed.get(i);
                if (one.where().equals(where) && one.what().equals(what)) {
                    removed.set(i, new Removed(where, what, one.count() + count));
                    return;
                }
            }
            removed.add(new Removed(where, what, count));
        }

        List<Removed> all() {
            return removed;
        }
    }
}
