package io.concord.witness;

import io.concord.crypto.Digests;
import io.concord.evidence.Checkpoint;
import io.concord.evidence.Policy;
import io.concord.evidence.SignedNote;
import io.concord.ledger.LogKeys;
import io.concord.ledger.LogReader;
import io.concord.ledger.StartCheck;
import io.concord.platform.CannotStart;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;

/// Asks the witnesses that have an address to cosign the newest checkpoint, again and again; a dead one delays nobody.
final class WitnessRounds implements SmartLifecycle, StartCheck {

    private static final Logger LOG = LoggerFactory.getLogger(WitnessRounds.class);

    private final Witnesses witnesses;
    private final LogReader log;
    private final LogKeys keys;
    private final Duration every;
    private final Duration patience;
    private final HttpClient http;
    private volatile boolean running;

    WitnessRounds(Witnesses witnesses, LogReader log, LogKeys keys, Duration every, Duration patience) {
        this.witnesses = witnesses;
        this.log = log;
        this.keys = keys;
        this.every = every;
        this.patience = patience;
        this.http = HttpClient.newBuilder().connectTimeout(patience).build();
    }

    @Override
    public void start() {
        running = true;
        Thread.ofVirtual().name("witness-rounds").start(this::watch);
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void watch() {
        while (running) {
            try {
                round();
            } catch (DataAccessException e) {
                LOG.warn("the witnesses are asked again: {}", e.getMessage());
            } catch (RuntimeException e) {
                LOG.error("a round of the witnesses came to nothing", e);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(every.toMillis());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void round() {
        witnesses.refresh();
        Map<String, URI> addresses = addresses(witnesses.policy());
        if (addresses.isEmpty()) {
            return;
        }
        long size = log.size();
        Map<String, Long> behind = witnesses.standings().stream()
                .filter(one -> addresses.containsKey(one.name()) && one.size() < size)
                .collect(Collectors.toMap(Witnesses.Standing::name, Witnesses.Standing::size));
        if (!behind.isEmpty() && witnesses.takeTurn(every.dividedBy(2))) {
            addresses.keySet().retainAll(behind.keySet());
            inParallel(addresses, (name, address) -> ask(name, address, behind.getOrDefault(name, 0L)));
        }
    }

    /// One address for each name.
    private static Map<String, URI> addresses(Policy policy) {
        Map<String, URI> addresses = new HashMap<>();
        policy.witnesses().values().forEach(one -> {
            if (one.url() != null) {
                addresses.put(one.key().name(), one.url());
            }
        });
        return addresses;
    }

    private interface Question {
        void put(String name, URI address) throws InterruptedException;
    }

    private static void inParallel(Map<String, URI> addresses, Question question) {
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            addresses.forEach((name, address) -> all.submit(() -> {
                question.put(name, address);
                return null;
            }));
        }
    }

    private void ask(String name, URI address, long known) throws InterruptedException {
        try {
            long old = known;
            // What it cosigned last may be known to it alone: then it says so, and is asked once more.
            for (int attempt = 0; attempt < 2; attempt++) {
                AddCheckpoint request = witnesses.request(old).orElseThrow();
                HttpResponse<String> answer = post(address, request);
                if (answer.statusCode() == 200) {
                    SignedNote note = request.checkpoint().with(SignedNote.lines(answer.body()));
                    if (!witnesses.take(note).contains(name)) {
                        throw new IllegalArgumentException("it answered with cosignatures of other keys");
                    }
                    return;
                }
                Optional<Long> size = size(answer);
                if (size.isEmpty()) {
                    throw new IllegalArgumentException(
                            "HTTP " + answer.statusCode() + ": " + answer.body().strip());
                }
                if (size.get() > log.size()) {
                    throw new IllegalArgumentException("it has cosigned a log of " + size.get() + " entries; here are "
                            + log.size() + ": the database was set back, or the log is signed elsewhere too");
                }
                old = size.get();
            }
            throw new IllegalArgumentException("it has cosigned meanwhile");
        } catch (IOException | RuntimeException e) {
            witnesses.trouble(name, e instanceof IOException ? "no answer: " + e : String.valueOf(e.getMessage()));
        }
    }

    private HttpResponse<String> post(URI prefix, AddCheckpoint request) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(prefix.toString().replaceFirst("/+$", "") + "/add-checkpoint"))
                        .timeout(patience)
                        .POST(HttpRequest.BodyPublishers.ofString(request.written()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /// The size that a witness says it has cosigned last, when that is what it says.
    private static Optional<Long> size(HttpResponse<String> answer) {
        boolean said = answer.statusCode() == 409
                && answer.headers().firstValue("Content-Type").orElse("").startsWith("text/x.tlog.size")
                && answer.body().strip().matches("0|[1-9][0-9]{0,17}");
        return said ? Optional.of(Long.parseLong(answer.body().strip())) : Optional.empty();
    }

    /// Before anything is signed: a witness that has seen more of this log than is here proves that the database was
    /// set
    /// back. One that does not answer proves nothing.
    @Override
    public void beforeSigning() {
        SignedNote head = log.latest()
                .map(SignedNote::parse)
                .orElseGet(() ->
                        SignedNote.sign(new Checkpoint(keys.origin(), 0, Digests.sha256()).text(), keys.signers()));
        List<String> conflicts = new ArrayList<>();
        inParallel(addresses(witnesses.policy()), (name, address) -> {
            try {
                long here = Checkpoint.parse(head.text()).size();
                size(post(address, new AddCheckpoint(0, List.of(), head)))
                        .filter(size -> size > here)
                        .ifPresent(size -> {
                            synchronized (conflicts) {
                                conflicts.add(name + " " + size + " > " + here);
                            }
                        });
            } catch (IOException e) {
                LOG.warn("witness {} does not answer: {}", name, e.toString());
            }
        });
        if (!conflicts.isEmpty()) {
            throw new CannotStart("Witnesses have cosigned more of this log than the database has ("
                    + String.join(", ", conflicts)
                    + "). It was set back or replaced; restore the newer state. Nothing is signed on this one."
                    + " 见证方见过的日志多于本库，请恢复较新的数据。");
        }
    }
}
