package io.concord.evidence;

import io.concord.crypto.Digests;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// The evidence file of one record (`docs/protocol.md` §6): a ZIP that anybody can check offline.
///
/// It is packed in one way only (order, no compression, fixed times), so the verifier can pack it again and compare
/// every byte of the container too.
public final class Bundle {

    static final String MANIFEST = "manifest.txt";
    static final String MANIFEST_SIGNATURE = "manifest.sig";
    static final String MANIFEST_HEADER = "concord/v1 bundle\n";

    /// The most that a bundle may unpack to, in bytes: an unpacker must not be a way to fill a disk.
    private static final int MAX_BYTES = 512 << 20;

    private final SequencedMap<String, byte[]> files;

    private Bundle(SequencedMap<String, byte[]> files) {
        this.files = files;
    }

    /// Packs a record with its receipts, and seals the file list with the log's SM2 key.
    ///
    /// @param receipts in the order in which they were accepted
    /// @param logKeys of the log, Ed25519 and SM2
    /// @param policy tlog-policy text
    public static Bundle seal(
            Exhibit record, List<Exhibit> receipts, List<NoteKey> logKeys, String policy, NoteSigner seal) {
        TreeMap<String, byte[]> files = new TreeMap<>();
        put(files, "", record);
        for (int i = 0; i < receipts.size(); i++) {
            put(files, "receipts/" + (i + 1) + "/", receipts.get(i));
        }
        StringBuilder vkeys = new StringBuilder();
        logKeys.forEach(key -> vkeys.append(key.vkey()).append('\n'));
        files.put("log.vkey", text(vkeys.toString()));
        files.put("policy.txt", text(policy));
        files.put("README.txt", resource("/evidence/README.txt"));
        files.put("verify.sh", resource("/evidence/verify.sh"));
        byte[] manifest = manifest(files);
        SequencedMap<String, byte[]> all = new LinkedHashMap<>();
        all.put(MANIFEST, manifest);
        all.put(MANIFEST_SIGNATURE, seal.secret().sign(manifest));
        all.putAll(files);
        return new Bundle(all);
    }

    private static void put(Map<String, byte[]> files, String folder, Exhibit exhibit) {
        files.put(folder + "record.json", exhibit.record());
        files.put(folder + "signed.txt", exhibit.signedText());
        files.put(folder + "signature.der", exhibit.signature());
        files.put(folder + "signer.crt", text(exhibit.signerCertificate()));
        files.put(folder + "chain.crt", text(exhibit.chain()));
        files.put(folder + "salt.bin", exhibit.salt());
        files.put(folder + "entry.json", exhibit.entry());
        files.put(folder + "proof.tlog-proof", text(exhibit.proof()));
        files.put(folder + "status.json", exhibit.status());
    }

    static byte[] manifest(Map<String, byte[]> files) {
        StringBuilder out = new StringBuilder(MANIFEST_HEADER);
        new TreeMap<>(files)
                .forEach((name, bytes) -> out.append(Digests.hex(Digests.sha256(bytes)))
                        .append("  ")
                        .append(name)
                        .append('\n'));
        return text(out.toString());
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] resource(String name) {
        try (InputStream in = Bundle.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing from the program: " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The files by name, in the order of the container.
    public SequencedMap<String, byte[]> files() {
        return files;
    }

    /// The container's bytes.
    public byte[] zip() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(entry(file.getKey(), file.getValue()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static ZipEntry entry(String name, byte[] bytes) {
        ZipEntry entry = new ZipEntry(name);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0, 2));
        return entry;
    }

    /// Unpacks a container.
    ///
    /// @throws IOException when it is no ZIP, names a file twice or outside itself, or unpacks to more than 512 MiB
    public static Bundle unzip(byte[] zip) throws IOException {
        SequencedMap<String, byte[]> files = new LinkedHashMap<>();
        long total = 0;
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip), StandardCharsets.UTF_8)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                String name = entry.getName();
                byte[] bytes = in.readNBytes((int) (MAX_BYTES - total) + 1);
                total += bytes.length;
                if (total > MAX_BYTES) {
                    throw new IOException("unpacks to more than " + MAX_BYTES + " bytes");
                }
                if (name.startsWith("/") || name.contains("..") || files.put(name, bytes) != null) {
                    throw new IOException("a file name that a bundle cannot have: " + name);
                }
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("not a readable ZIP", e);
        }
        return new Bundle(files);
    }

    /// A bundle that somebody has unpacked into a folder.
    public static Bundle ofFiles(SequencedMap<String, byte[]> files) {
        return new Bundle(files);
    }
}
