package io.concord.redaction;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// Cuts out of JPEG and PNG files what is not the picture: place, camera, author, comments.
final class Pictures {

    private static final Set<String> PNG_TEXT = Set.of("tEXt", "iTXt", "zTXt", "eXIf", "tIME");

    private Pictures() {}

    /// The same bytes where there was nothing, or where it is neither format.
    static byte[] strip(byte[] picture) {
        if (picture.length > 4 && (picture[0] & 0xFF) == 0xFF && (picture[1] & 0xFF) == 0xD8) {
            return jpeg(picture);
        }
        if (picture.length > 8
                && (picture[0] & 0xFF) == 0x89
                && picture[1] == 'P'
                && picture[2] == 'N'
                && picture[3] == 'G') {
            return png(picture);
        }
        return picture;
    }

    /// Application segments but JFIF (0), colour profile (2) and Adobe's colour transform (14), and comments.
    private static byte[] jpeg(byte[] in) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
        out.write(in, 0, 2);
        int at = 2;
        while (at + 4 <= in.length && (in[at] & 0xFF) == 0xFF) {
            int marker = in[at + 1] & 0xFF;
            if (marker == 0xDA) {
                break;
            }
            int length = ((in[at + 2] & 0xFF) << 8 | in[at + 3] & 0xFF) + 2;
            if (length < 4 || at + length > in.length) {
                break;
            }
            boolean application = marker >= 0xE0 && marker <= 0xEF;
            boolean keeps = marker == 0xE0 || marker == 0xE2 || marker == 0xEE;
            if (marker != 0xFE && (!application || keeps)) {
                out.write(in, at, length);
            }
            at += length;
        }
        out.write(in, at, in.length - at);
        return out.size() == in.length ? in : out.toByteArray();
    }

    private static byte[] png(byte[] in) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
        out.write(in, 0, 8);
        int at = 8;
        while (at + 12 <= in.length) {
            long length =
                    (in[at] & 0xFFL) << 24 | (in[at + 1] & 0xFF) << 16 | (in[at + 2] & 0xFF) << 8 | in[at + 3] & 0xFF;
            if (at + 12 + length > in.length) {
                break;
            }
            String type = new String(in, at + 4, 4, StandardCharsets.ISO_8859_1);
            if (!PNG_TEXT.contains(type)) {
                out.write(in, at, (int) length + 12);
            }
            at += (int) length + 12;
            if (type.equals("IEND")) {
                // What follows the end is no picture.
                return out.size() == in.length ? in : out.toByteArray();
            }
        }
        out.write(in, at, in.length - at);
        return out.size() == in.length ? in : out.toByteArray();
    }
}
