package io.concord.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/// Reads the folders that are product rather than program (`schemas`, `routes`, `samples`): from the working
/// directory where an operator keeps them, otherwise the defaults that the jar carries.
public final class ProductFiles {

    private ProductFiles() {}

    /// All text files of a folder, by their path below it with `/` between names.
    ///
    /// @param home the directory that may hold the folder
    /// @param folder its name, also its name in the jar
    public static SortedMap<String, String> read(Path home, String folder) {
        Path onDisk = home.resolve(folder);
        try {
            return Files.isDirectory(onDisk) ? fromDisk(onDisk) : fromJar(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder, e);
        }
    }

    private static SortedMap<String, String> fromDisk(Path root) throws IOException {
        SortedMap<String, String> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
            List<Path> paths = walk.filter(Files::isRegularFile).toList();
            for (Path path : paths) {
                // Samples of native formats are in other charsets; who needs those reads the bytes.
                files.put(
                        root.relativize(path).toString().replace('\\', '/'),
                        new String(Files.readAllBytes(path), StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    private static SortedMap<String, String> fromJar(String folder) throws IOException {
        SortedMap<String, String> files = new TreeMap<>();
        String marker = "/" + folder + "/";
        for (Resource resource :
                new PathMatchingResourcePatternResolver().getResources("classpath*:" + folder + "/**")) {
            String url = resource.getURL().toString();
            if (resource.isReadable() && !url.endsWith("/")) {
                try (InputStream in = resource.getInputStream()) {
                    files.put(
                            url.substring(url.lastIndexOf(marker) + marker.length()),
                            new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
        return files;
    }
}
