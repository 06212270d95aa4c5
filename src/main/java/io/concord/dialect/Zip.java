package io.concord.dialect;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// A package of several files as one, for transports that carry one thing at a time.
public final class Zip {

    private static final int MOST_FILES = 1000;

    private Zip() {}

    /// @param name of the archive
    public static Part pack(String name, List<Part> parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Part part : parts) {
                zip.putNextEntry(new ZipEntry(part.name()));
                zip.write(part.bytes());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Part(name, bytes.toByteArray());
    }

    /// The files of an archive; of one that holds a single folder, those in it.
    ///
    /// @param largest of all of them together, in bytes, unpacked
    /// @throws MappingFault when it is no archive, or holds more
    public static List<Part> unpack(byte[] archive, int largest) {
        List<Part> parts = new ArrayList<>();
        int left = largest;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                byte[] bytes = zip.readNBytes(left + 1);
                left -= bytes.length;
                if (left < 0 || parts.size() == MOST_FILES) {
                    throw MappingFault.tooLarge(largest);
                }
                if (!entry.isDirectory()) {
                    parts.add(new Part(entry.getName().replace('\\', '/'), bytes));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw NativeForm.unreadable("压缩包无法读取：" + e.getMessage(), "the archive cannot be read: " + e.getMessage());
        }
        if (parts.isEmpty()) {
            throw NativeForm.unreadable("不是压缩包，或其中没有文件", "not an archive, or one without files");
        }
        String folder = parts.getFirst().name().replaceFirst("[^/]*$", "");
        return parts.stream().allMatch(part -> part.name().startsWith(folder))
                ? parts.stream()
                        .map(part -> new Part(part.name().substring(folder.length()), part.bytes()))
                        .toList()
                : parts;
    }
}
