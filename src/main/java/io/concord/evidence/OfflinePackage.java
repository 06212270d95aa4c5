package io.concord.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.crypto.Digests;
import io.concord.crypto.SigningKey;
import io.concord.crypto.VerifyingKey;
import io.concord.envelope.CanonicalJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// A signed file in which records cross a gap between networks (`docs/protocol.md` §8): a ZIP with `manifest.json`,
/// which names
/// every other file with its digests, and `manifest.sig` over it.
///
/// @param kind `submissions` from an agency to the hub, `answers` from the hub to it
/// @param agency whose records it carries
/// @param id the same for the question and its answer
/// @param files by name
public record OfflinePackage(String kind, String agency, String id, String createdAt, SortedMap<String, byte[]> files) {

    /// Context of its signatures.
    public static final String CONTEXT = "package";

    private static final String MANIFEST = "manifest.json";
    private static final String SIGNATURE = "manifest.sig";
    /// Unpacked, in bytes: an unpacker must not be a way to fill memory.
    private static final int LARGEST = 128 << 20;

    private static final int MOST_FILES = 16;

    /// Not a package, or one that does not agree with itself.
    public static final class Damaged extends RuntimeException {
        Damaged(String message) {
            super(message, null, false, false);
        }
    }

    /// A package as it came, with the signature still to be checked.
    ///
    /// @param keyId said key, lower-case hex
    public record Opened(OfflinePackage content, byte[] manifest, String signer, String keyId, byte[] signature) {

        /// Whether the key has signed the manifest, which names the digest of every file.
        public boolean isSignedBy(VerifyingKey key) {
            return key.id().equals(keyId)
                    && key.verify(SignedText.of(CONTEXT, signer, key, manifest).bytes(), signature);
        }
    }

    /// Signs and packs.
    ///
    /// @param signer agency code, or the log's origin for the hub
    public byte[] seal(SigningKey key, String signer) {
        ObjectNode manifest = JsonNodeFactory.instance.objectNode();
        manifest.put("version", 1).put("kind", kind).put("agency", agency).put("id", id);
        manifest.put("createdAt", createdAt);
        manifest.put("signer", signer)
                .put("key", key.publicKey().id())
                .put("suite", key.publicKey().suite().id());
        ObjectNode list = manifest.putObject("files");
        files.forEach((name, bytes) -> list.putObject(name)
                .put("sha256", Digests.hex(Digests.sha256(bytes)))
                .put("sm3", Digests.hex(Digests.sm3(bytes))));
        byte[] text = CanonicalJson.write(manifest);
        byte[] signature =
                key.sign(SignedText.of(CONTEXT, signer, key.publicKey(), text).bytes());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            entry(zip, MANIFEST, text);
            entry(zip, SIGNATURE, Base64.getEncoder().encode(signature));
            for (var file : files.entrySet()) {
                entry(zip, file.getKey(), file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(bytes);
        zip.closeEntry();
    }

    /// Unpacks, and checks every file against the manifest.
    ///
    /// @throws Damaged when it is not whole
    public static Opened open(byte[] zip) {
        TreeMap<String, byte[]> files = unpack(zip);
        byte[] manifest = files.remove(MANIFEST);
        byte[] signature = files.remove(SIGNATURE);
        if (manifest == null || signature == null) {
            throw new Damaged("it has no " + MANIFEST + " or no " + SIGNATURE);
        }
        try {
            JsonNode m = CanonicalJson.parse(manifest);
            if (!m.path("files")
                    .propertyStream()
                    .map(java.util.Map.Entry::getKey)
                    .toList()
                    .equals(java.util.List.copyOf(files.keySet()))) {
                throw new Damaged("its files are not those of its manifest");
            }
            files.forEach((name, bytes) -> {
                JsonNode digests = m.path("files").path(name);
                if (!Digests.hex(Digests.sha256(bytes))
                                .equals(digests.path("sha256").asText())
                        || !Digests.hex(Digests.sm3(bytes))
                                .equals(digests.path("sm3").asText())) {
                    throw new Damaged(name + " was changed");
                }
            });
            return new Opened(
                    new OfflinePackage(
                            m.path("kind").asText(),
                            m.path("agency").asText(),
                            m.path("id").asText(),
                            m.path("createdAt").asText(),
                            files),
                    manifest,
                    m.path("signer").asText(),
                    m.path("key").asText(),
                    Base64.getDecoder().decode(new String(signature, StandardCharsets.US_ASCII).strip()));
        } catch (IllegalArgumentException e) {
            throw new Damaged("its manifest or signature cannot be read: " + e.getMessage());
        }
    }

    private static TreeMap<String, byte[]> unpack(byte[] zip) {
        TreeMap<String, byte[]> files = new TreeMap<>();
        long left = LARGEST;
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                byte[] bytes = limited(in, left);
                left -= bytes.length;
                if (files.put(entry.getName(), bytes) != null || files.size() > MOST_FILES) {
                    throw new Damaged("it has a file twice, or too many");
                }
            }
        } catch (IOException e) {
            throw new Damaged("it is not a ZIP: " + e.getMessage());
        }
        return files;
    }

    private static byte[] limited(InputStream in, long left) throws IOException {
        byte[] bytes = in.readNBytes((int) left + 1);
        if (bytes.length > left) {
            throw new Damaged("it unpacks to more than " + LARGEST + " bytes");
        }
        return bytes;
    }
}
