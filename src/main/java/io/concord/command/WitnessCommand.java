package io.concord.command;

import io.concord.evidence.Checkpoint;
import io.concord.evidence.NoteKey;
import io.concord.evidence.SignedNote;
import io.concord.platform.ClockConfiguration;
import io.concord.witness.AddCheckpoint;
import io.concord.witness.Witness;
import io.concord.witness.WitnessFolder;
import io.concord.witness.WitnessServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// A witness of the log: an agency that keeps watch that the log never shows two histories.
@Command(
        name = "witness",
        mixinStandardHelpOptions = true,
        description = "Watch a log and cosign its checkpoints. 见证日志并联署检查点。",
        subcommands = {
            WitnessCommand.Init.class,
            WitnessCommand.Serve.class,
            WitnessCommand.Poll.class,
            WitnessCommand.Sign.class
        })
final class WitnessCommand implements Runnable {

    @Override
    public void run() {
        System.out.println("concord witness init | serve | poll | sign (--help)");
    }

    /// Where a witness lives, and which logs it watches.
    static final class Place {
        @Option(
                names = "--data",
                defaultValue = "witness",
                description = "Folder of its keys and of what it has seen. 密钥与见证状态目录。")
        private Path data = Path.of("");

        @Option(
                names = "--log",
                required = true,
                description = "File with the verifier keys of the logs, from a source that you trust. 日志公钥文件（可信来源）。")
        private Path log = Path.of("");

        List<NoteKey> logs() throws IOException {
            List<NoteKey> keys = Files.readAllLines(log).stream()
                    .filter(line -> !line.isBlank())
                    .map(NoteKey::parse)
                    .toList();
            if (keys.isEmpty()) {
                throw new IOException(log + " 中没有日志公钥 has no key of a log");
            }
            return keys;
        }

        Witness witness(WitnessFolder folder) throws IOException {
            return new Witness(folder, logs(), InstantSource.system());
        }
    }

    /// Makes the keys of a new one.
    @Command(name = "init", mixinStandardHelpOptions = true, description = "Make a witness. 新建见证方。")
    static final class Init implements Callable<Integer> {

        @Option(names = "--data", defaultValue = "witness", description = "Folder to make. 目录。")
        private Path data = Path.of("");

        @Option(
                names = "--name",
                required = true,
                description = "A schema-less address that nobody else has, jcy.example/witness. 名称（不带协议的网址）。")
        private String name = "";

        @Override
        public Integer call() {
            try {
                WitnessFolder.init(data, name, ClockConfiguration.random());
                try (WitnessFolder folder = WitnessFolder.open(data)) {
                    System.out.println("# 见证策略中的各行，交枢纽与核验方 lines for the policy of the hub and of those who verify");
                    int n = 0;
                    for (String vkey : folder.vkeys().split("\n")) {
                        System.out.println("witness " + name + (n++ == 0 ? "" : "#sm2") + " " + vkey);
                    }
                }
                return 0;
            } catch (IOException | IllegalArgumentException e) {
                return failed(e);
            }
        }
    }

    /// Answers a hub that asks.
    @Command(
            name = "serve",
            mixinStandardHelpOptions = true,
            description = "Answer add-checkpoint over HTTP (C2SP tlog-witness). 以 HTTP 应答联署请求。")
    static final class Serve implements Callable<Integer> {

        @Mixin
        private Place place = new Place();

        @Option(names = "--address", defaultValue = "127.0.0.1", description = "${DEFAULT-VALUE}. 监听地址。")
        private String address = "";

        @Option(names = "--port", defaultValue = "8089", description = "${DEFAULT-VALUE}. 端口。")
        private int port;

        @Override
        public Integer call() throws InterruptedException {
            try (WitnessFolder folder = WitnessFolder.open(place.data);
                    WitnessServer server = WitnessServer.start(
                            place.witness(folder), new InetSocketAddress(address, port), folder.vkeys())) {
                System.out.println("见证方已就绪 witness ready: " + server.url() + "/add-checkpoint");
                new CountDownLatch(1).await();
                return 0;
            } catch (IOException | IllegalArgumentException e) {
                return failed(e);
            }
        }
    }

    /// Goes to the hub itself: for a network that lets nobody in.
    @Command(
            name = "poll",
            mixinStandardHelpOptions = true,
            description =
                    "Fetch checkpoints from a hub and bring cosignatures; needs no inbound port. 主动取检查点并送回联署，无需开放端口。")
    static final class Poll implements Callable<Integer> {

        private static final Duration PATIENCE = Duration.ofSeconds(30);

        @Mixin
        private Place place = new Place();

        @Option(names = "--hub", required = true, description = "Address of the hub. 枢纽地址。")
        private String hub = "";

        @Option(
                names = "--every",
                defaultValue = "30",
                description = "Seconds between two rounds (${DEFAULT-VALUE}). 间隔秒数。")
        private long seconds;

        @Option(names = "--once", description = "One round only. 只做一轮。")
        private boolean once;

        @Override
        public Integer call() throws InterruptedException {
            try (WitnessFolder folder = WitnessFolder.open(place.data);
                    HttpClient http =
                            HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
                Witness witness = place.witness(folder);
                String origin = place.logs().getFirst().name();
                while (true) {
                    boolean good = round(http, witness, origin);
                    if (once) {
                        return good ? 0 : 1;
                    }
                    TimeUnit.SECONDS.sleep(seconds);
                }
            } catch (IOException | IllegalArgumentException e) {
                return failed(e);
            }
        }

        private boolean round(HttpClient http, Witness witness, String origin) throws InterruptedException {
            try {
                long old = witness.size(origin);
                byte[] request = send(http, HttpRequest.newBuilder(URI.create(hub + "/log/add-checkpoint?old=" + old)))
                        .getBytes(StandardCharsets.UTF_8);
                if (Checkpoint.parse(AddCheckpoint.parse(request).checkpoint().text())
                                .size()
                        > old) {
                    String note = cosigned(witness, request);
                    send(
                            http,
                            HttpRequest.newBuilder(URI.create(hub + "/log/cosignatures"))
                                    .header("Content-Type", "text/plain")
                                    .POST(HttpRequest.BodyPublishers.ofString(note)));
                    System.out.println("已联署 cosigned: " + origin + " " + witness.size(origin));
                }
                return true;
            } catch (IOException | IllegalArgumentException e) {
                failed(e);
                return false;
            }
        }

        private static String send(HttpClient http, HttpRequest.Builder request)
                throws IOException, InterruptedException {
            HttpResponse<String> answer =
                    http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("HTTP " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        }
    }

    /// Cosigns a request that came on a medium.
    @Command(
            name = "sign",
            mixinStandardHelpOptions = true,
            description =
                    "Cosign a request in a file (from GET /log/add-checkpoint?old=N of the hub); carry the answer to POST /log/cosignatures. 对摆渡来的请求文件联署，结果文件送回枢纽。")
    static final class Sign implements Callable<Integer> {

        @Mixin
        private Place place = new Place();

        @Parameters(
                paramLabel = "REQUEST",
                arity = "0..1",
                description = "Without it: says which old size to ask for. 请求文件；省略则显示应取的 old。")
        private @Nullable Path request;

        @Option(
                names = "--to",
                description = "File for the cosigned checkpoint; standard output without it. 联署后的检查点文件。")
        private @Nullable Path to;

        @Override
        public Integer call() {
            try (WitnessFolder folder = WitnessFolder.open(place.data)) {
                Witness witness = place.witness(folder);
                if (request == null) {
                    String origin = place.logs().getFirst().name();
                    System.out.println(origin + ": old=" + witness.size(origin));
                    return 0;
                }
                String note = cosigned(witness, Files.readAllBytes(request));
                if (to == null) {
                    System.out.print(note);
                } else {
                    Files.writeString(to, note);
                }
                return 0;
            } catch (IOException | IllegalArgumentException e) {
                return failed(e);
            }
        }
    }

    /// The checkpoint of a request with the witness's lines.
    private static String cosigned(Witness witness, byte[] request) throws IOException {
        Witness.Answer answer = witness.addCheckpoint(request);
        if (answer.status() != 200) {
            throw new IOException("不联署 not cosigned (" + answer.status() + "): "
                    + (answer.type().equals("text/x.tlog.size") ? "old=" : "")
                    + answer.body().strip());
        }
        return AddCheckpoint.parse(request)
                .checkpoint()
                .with(SignedNote.lines(answer.body()))
                .written();
    }

    private static int failed(Exception e) {
        System.out.println(e.getMessage() == null ? e.toString() : e.getMessage());
        return 1;
    }
}
