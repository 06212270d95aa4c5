package io.concord.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// A text with signature lines below it (C2SP signed-note).
///
/// @param text ends with a newline; this is what is signed
public record SignedNote(String text, List<Line> signatures) {

    private static final String DASH = "\u2014 ";
    /// The most lines read; the specification asks for at least 16.
    private static final int MAX_LINES = 64;

    /// One signature line.
    ///
    /// @param name of the key
    /// @param keyId first four bytes of the key's hash, 8 hex characters
    public record Line(String name, String keyId, byte[] signature) {
        public String written() {
            byte[] id = HexFormat.of().parseHex(keyId);
            byte[] both = Arrays.copyOf(id, 4 + signature.length);
            System.arraycopy(signature, 0, both, 4, signature.length);
            return DASH + name + " " + Base64.getEncoder().encodeToString(both) + "\n";
        }
    }

    /// Reads signature lines that stand alone, as a witness answers with them.
    ///
    /// @throws IllegalArgumentException when they are none
    public static List<Line> lines(String text) {
        String[] lines = text.split("\n");
        if (lines.length > MAX_LINES) {
            throw new IllegalArgumentException("more than " + MAX_LINES + " signature lines");
        }
        return Arrays.stream(lines).map(SignedNote::line).toList();
    }

    public SignedNote {
        signatures = List.copyOf(signatures);
    }

    /// Signs a text with each key in turn.
    public static SignedNote sign(String text, List<NoteSigner> signers) {
        List<Line> lines = new ArrayList<>();
        for (NoteSigner signer : signers) {
            lines.add(signer.sign(text));
        }
        return new SignedNote(text, lines);
    }

    /// The same note with more signatures.
    public SignedNote with(List<Line> more) {
        List<Line> all = new ArrayList<>(signatures);
        all.addAll(more);
        return new SignedNote(text, all);
    }

    public String written() {
        StringBuilder out = new StringBuilder(text).append('\n');
        signatures.forEach(line -> out.append(line.written()));
        return out.toString();
    }

    /// Reads a note.
    ///
    /// @throws IllegalArgumentException when it is not one
    public static SignedNote parse(String note) {
        int split = note.lastIndexOf("\n\n");
        if (split < 0 || !note.endsWith("\n") || note.chars().anyMatch(c -> c < 0x20 && c != '\n')) {
            throw new IllegalArgumentException("not a signed note");
        }
        return new SignedNote(note.substring(0, split + 1), lines(note.substring(split + 2)));
    }

    private static Line line(String line) {
        int space = line.lastIndexOf(' ');
        if (!line.startsWith(DASH) || space <= DASH.length()) {
            throw new IllegalArgumentException("not a signature line: " + line);
        }
        byte[] both = Base64.getDecoder().decode(line.substring(space + 1));
        String name = line.substring(DASH.length(), space);
        if (both.length < 5 || name.chars().anyMatch(Character::isWhitespace) || name.contains("+")) {
            throw new IllegalArgumentException("not a signature line: " + line);
        }
        return new Line(name, HexFormat.of().formatHex(both, 0, 4), Arrays.copyOfRange(both, 4, both.length));
    }

    /// Whether this key signed the note. A line of the key's name and id that does not verify makes the note
    /// worthless, whatever other lines say.
    public boolean isSignedBy(NoteKey key) {
        boolean signed = false;
        for (Line line : signatures) {
            if (line.name.equals(key.name()) && line.keyId.equals(key.id())) {
                if (!key.verify(text, line.signature)) {
                    return false;
                }
                signed = true;
            }
        }
        return signed;
    }
}
