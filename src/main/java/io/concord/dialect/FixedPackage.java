package io.concord.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.crypto.Digests;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A folder with a manifest: `MANIFEST.txt` lists `<SM3, hex>  <name>` for every other file and is written last, so a
/// folder
/// with a manifest is complete. The document itself is XML in one of the files.
///
/// @param document name of that file
record FixedPackage(String document, NativeForm xml) implements NativeForm {

    static final String MANIFEST = "MANIFEST.txt";

    @Override
    public List<NativeDocument> read(List<Part> parts) {
        Map<String, byte[]> files = new HashMap<>();
        parts.forEach(part -> files.put(part.name(), part.bytes()));
        byte[] manifest = files.get(MANIFEST);
        if (manifest == null) {
            throw NativeForm.unreadable("文件夹中没有 " + MANIFEST, "the folder has no " + MANIFEST);
        }
        for (String line : new String(manifest, StandardCharsets.UTF_8).lines().toList()) {
            String[] words = line.strip().split("\\s+", 2);
            byte[] file = words.length == 2 ? files.get(words[1]) : null;
            if (!line.isBlank()
                    && (file == null || !Digests.hex(Digests.sm3(file)).equalsIgnoreCase(words[0]))) {
                throw NativeForm.unreadable(
                        "清单与文件不符：" + line + (file == null ? "（文件缺失）" : "（摘要不同）"),
                        "the manifest does not fit: " + line + (file == null ? " (missing)" : " (other digest)"));
            }
        }
        if (!files.containsKey(document)) {
            throw NativeForm.unreadable("文件夹中没有 " + document, "the folder has no " + document);
        }
        return xml.read(List.of(new Part(document, files.get(document))));
    }

    @Override
    public List<Part> write(ObjectNode content, String root, String name) {
        byte[] body = NativeForm.only(xml.write(content, root, name));
        String manifest = Digests.hex(Digests.sm3(body)) + "  " + document + "\n";
        return List.of(
                new Part(name + "/" + document, body),
                new Part(name + "/" + MANIFEST, manifest.getBytes(StandardCharsets.UTF_8)));
    }
}
