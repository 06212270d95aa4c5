package io.concord.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A witness over HTTP: `POST /add-checkpoint`, and `GET /witness.vkey` with its keys. For TLS put a proxy before it;
/// what
/// it answers needs no secrecy, and is signed.
public final class WitnessServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WitnessServer.class);
    private static final String ADD = "/add-checkpoint";
    /// A checkpoint with many signatures has a few kilobytes.
    private static final int LARGEST = 64 << 10;

    private final Witness witness;
    private final HttpServer server;

    private WitnessServer(Witness witness, HttpServer server) {
        this.witness = witness;
        this.server = server;
    }

    /// @param address to listen on; port 0 takes a free one
    /// @param vkeys what it says of itself
    public static WitnessServer start(Witness witness, InetSocketAddress address, String vkeys) throws IOException {
        HttpServer http = HttpServer.create(address, 0);
        WitnessServer server = new WitnessServer(witness, http);
        http.createContext(ADD, server::answer);
        http.createContext("/witness.vkey", exchange -> {
            try (exchange) {
                send(exchange, new Witness.Answer(200, "text/plain; charset=utf-8", vkeys));
            }
        });
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.start();
        return server;
    }

    /// Its submission prefix.
    public String url() {
        return "http://" + server.getAddress().getHostString() + ":"
                + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            send(exchange, judge(exchange));
        }
    }

    private Witness.Answer judge(HttpExchange exchange) {
        if (!exchange.getRequestURI().getPath().equals(ADD)) {
            return Witness.Answer.refused(404, "here is " + ADD);
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            return Witness.Answer.refused(405, "only POST");
        }
        try {
            byte[] body = exchange.getRequestBody().readNBytes(LARGEST + 1);
            if (body.length > LARGEST) {
                return Witness.Answer.refused(400, "more than " + LARGEST + " bytes");
            }
            Witness.Answer answer = witness.addCheckpoint(body);
            if (answer.status() != 200) {
                LOG.info("refused with {}: {}", answer.status(), answer.body().strip());
            }
            return answer;
        } catch (IOException | RuntimeException e) {
            LOG.error("a request could not be answered", e);
            return Witness.Answer.refused(500, "the witness cannot work; its log says why");
        }
    }

    private static void send(HttpExchange exchange, Witness.Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
