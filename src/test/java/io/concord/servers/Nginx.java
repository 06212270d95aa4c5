package io.concord.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Debian's nginx with the shipped `operations/nginx.conf`, in a folder of its own and as any user.
public final class Nginx {

    public static final Path PROGRAM = Path.of("/usr/sbin/nginx");

    private Nginx() {}

    /// @param conf the configuration, with the addresses of here already in it
    public static Process start(Path home, String conf) throws IOException {
        Files.createDirectories(home);
        if (Files.getFileStore(home).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        StringBuilder temporary = new StringBuilder("http {\n");
        for (String what : new String[] {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
            temporary
                    .append(what)
                    .append("_temp_path ")
                    .append(home)
                    .append('/')
                    .append(what)
                    .append("; ");
        }
        Files.writeString(
                home.resolve("nginx.conf"),
                conf.replace("/var/log/nginx", home.toString()).replaceFirst("(?m)^http \\{", temporary.toString()));
        return new ProcessBuilder(
                        PROGRAM.toString(),
                        "-e",
                        "stderr",
                        "-p",
                        home.toString(),
                        "-c",
                        home.resolve("nginx.conf").toString(),
                        "-g",
                        "pid " + home + "/pid; daemon off; user root;")
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log.txt").toFile())
                .start();
    }
}
