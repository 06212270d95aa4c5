package io.concord.flow;

import io.concord.dialect.Dialect;
import io.concord.dialect.Dialects;
import io.concord.dialect.Dialects.Speaker;
import io.concord.dialect.MappingFault;
import io.concord.dialect.NativeDocument;
import io.concord.dialect.Part;
import io.concord.dialect.Zip;
import io.concord.edge.CaseMatters;
import io.concord.edge.HubUnavailable;
import io.concord.edge.Inbox;
import io.concord.edge.Outbox;
import io.concord.edge.Tellings;
import io.concord.envelope.AgencyCode;
import io.concord.problem.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/// Native row or file → records with fixed, signed bytes, stored at this edge; what cannot become one is refused with
/// every
/// reason and its place in the source. Either is durable when the step ends, so the transport may let go of its copy.
///
/// The body becomes a list with `key`, `recordId`, `messageId` and `faults` of each document; the property `outcome` is
/// `done`, or `refused` where one was.
@Component
class NativeToCanonical {

    private static final Logger LOG = LoggerFactory.getLogger(NativeToCanonical.class);

    /// A native document is not larger, in bytes; the hub takes less.
    private static final int LARGEST = 16 << 20;

    private final Dialects dialects;
    private final Outbox outbox;
    private final Inbox inbox;
    private final Tellings tellings;
    private final CaseMatters matters;
    private final TransactionTemplate transaction;

    NativeToCanonical(
            Dialects dialects,
            Outbox outbox,
            Inbox inbox,
            Tellings tellings,
            CaseMatters matters,
            TransactionTemplate transaction) {
        this.transaction = transaction;
        this.dialects = dialects;
        this.outbox = outbox;
        this.inbox = inbox;
        this.tellings = tellings;
        this.matters = matters;
    }

    @Handler
    public void map(Exchange exchange) {
        Speaker speaker = dialects.get(EdgeSteps.required(exchange, EdgeSteps.DIALECT));
        boolean rows = speaker.dialect().form().kind() == Dialect.Kind.TABLE;
        List<Step> steps = new ArrayList<>();
        List<HubUnavailable> later = new ArrayList<>();
        try {
            List<?> sources = rows ? exchange.getMessage().getBody(List.class) : documents(exchange, speaker);
            for (Object source : sources) {
                read(exchange, speaker, source, later).ifPresent(steps::add);
            }
        } catch (MappingFault unreadable) {
            steps.add(refusal(exchange, fileName(exchange), unreadable.reasons()));
        }
        // A row comes again by itself; a file or message must stay where it is.
        if (!rows && !later.isEmpty()) {
            throw later.getFirst();
        }
        // One commit for all of them; the hub has been asked before.
        List<Map<String, Object>> outcomes = transaction.execute(
                status -> steps.stream().map(step -> store(exchange, step)).toList());
        boolean anyRefused = outcomes != null && outcomes.stream().anyMatch(outcome -> outcome.containsKey("faults"));
        exchange.setProperty("outcome", anyRefused ? "refused" : "done");
        exchange.getMessage().setBody(outcomes);
    }

    /// What is to be stored of a document that has been read, a record or a refusal.
    private record Step(String key, Supplier<Map<String, Object>> store) {}

    private Step refusal(Exchange exchange, String key, List<Reason> reasons) {
        return new Step(key, () -> refused(exchange, key, reasons));
    }

    private Map<String, Object> store(Exchange exchange, Step step) {
        try {
            return step.store().get();
        } catch (MappingFault fault) {
            return refused(exchange, step.key(), fault.reasons());
        } catch (DataAccessException | TransactionException | HubUnavailable e) {
            throw e;
        } catch (RuntimeException e) {
            return refused(exchange, step.key(), List.of(unreadable(exchange, e)));
        }
    }

    /// Nothing that a document holds may stop those behind it.
    private static Reason unreadable(Exchange exchange, RuntimeException e) {
        LOG.error("a document of {} cannot be read", exchange.getFromRouteId(), e);
        return Reason.of("mapping-failed", "文书无法读取：" + e, "the document cannot be read: " + e);
    }

    /// @param later gets what the hub must be asked for and cannot: a matter for a new case number
    private Optional<Step> read(Exchange exchange, Speaker speaker, Object source, List<HubUnavailable> later) {
        String key = "";
        try {
            if (source instanceof Map<?, ?> row) {
                key = String.valueOf(row.get(speaker.dialect().key()));
                return Optional.of(read(exchange, speaker, speaker.row(row)));
            }
            return Optional.of(read(exchange, speaker, (NativeDocument) source));
        } catch (HubUnavailable e) {
            later.add(e);
            return Optional.empty();
        } catch (MappingFault fault) {
            return Optional.of(refusal(exchange, key, fault.reasons()));
        } catch (DataAccessException | TransactionException e) {
            throw e;
        } catch (RuntimeException e) {
            return Optional.of(
                    refusal(exchange, key.isEmpty() ? fileName(exchange) : key, List.of(unreadable(exchange, e))));
        }
    }

    private static List<NativeDocument> documents(Exchange exchange, Speaker speaker) {
        if (speaker.dialect().form().kind() == Dialect.Kind.PACKAGE) {
            Path file = Path.of(exchange.getMessage().getHeader(Exchange.FILE_PATH, "", String.class));
            boolean archive = file.toString().isEmpty() || file.toString().endsWith(".zip");
            return speaker.read(archive ? Zip.unpack(bytes(exchange), LARGEST) : folder(file));
        }
        return speaker.read(List.of(new Part(fileName(exchange), bytes(exchange))));
    }

    private static byte[] bytes(Exchange exchange) {
        try (InputStream in = exchange.getMessage().getBody(InputStream.class)) {
            byte[] bytes = in == null ? new byte[0] : in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw MappingFault.tooLarge(LARGEST);
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what was handed over", e);
        }
    }

    /// All files of the folder in which a manifest lies.
    private static List<Part> folder(Path manifest) {
        Path folder = manifest.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalArgumentException(manifest + " lies nowhere");
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Part> parts = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                parts.add(new Part(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file)));
            }
            return parts;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder, e);
        }
    }

    private static String fileName(Exchange exchange) {
        String name = exchange.getMessage().getHeader(Exchange.FILE_NAME_ONLY, String.class);
        return name == null ? "document-" + exchange.getExchangeId() : name;
    }

    private Step read(Exchange exchange, Speaker speaker, NativeDocument document) {
        AgencyCode agency = EdgeSteps.agency(exchange);
        String given = document.text(speaker.dialect().key());
        String key =
                given.isEmpty() ? exchange.getMessage().getHeader(Exchange.FILE_NAME_ONLY, "", String.class) : given;
        if (key.isEmpty()) {
            // Without a number of its own the same document would go out again at each retry.
            String field = speaker.dialect().key();
            Reason reason = Reason.of("mapping-failed", field + "：缺少文书编号", field + ": the document has no number");
            return refusal(exchange, fileName(exchange), List.of(reason));
        }
        try {
            Dialect.SignOff signOff = speaker.signOff(document).orElse(null);
            if (signOff != null) {
                return new Step(key, () -> signOff(exchange, agency, key, signOff, document));
            }
            Dialects.Mapped mapped = mapped(speaker, document, agency);
            return new Step(key, () -> record(exchange, agency, key, mapped));
        } catch (MappingFault fault) {
            // It may refer to what stands before it here and has no number yet.
            return new Step(key, () -> record(exchange, agency, key, mapped(speaker, document, agency)));
        }
    }

    private Dialects.Mapped mapped(Speaker speaker, NativeDocument document, AgencyCode agency) {
        return speaker.toCanonical(document, agency.value(), EdgeSteps.scope(agency, outbox, matters));
    }

    private Map<String, Object> record(Exchange exchange, AgencyCode agency, String key, Dialects.Mapped mapped) {
        String connection = EdgeSteps.required(exchange, EdgeSteps.CONNECTION);
        return switch (outbox.prepare(agency, connection, key, mapped.content())) {
            case Outbox.Preparation.Ready ready -> ready(key, ready);
            case Outbox.Preparation.Unfit unfit ->
                refused(
                        exchange,
                        key,
                        unfit.reasons().stream().map(r -> placed(r, mapped)).toList());
        };
    }

    /// A fault in the record, with the native field that it came from.
    private static Reason placed(Reason reason, Dialects.Mapped mapped) {
        return mapped.placeOf(reason.pointer())
                .map(place -> new Reason(
                        reason.code(), reason.pointer(), place + "：" + reason.zh(), place + ": " + reason.en()))
                .orElse(reason);
    }

    private Map<String, Object> signOff(
            Exchange exchange, AgencyCode agency, String key, Dialect.SignOff form, NativeDocument document) {
        String recordId = document.text(form.record());
        var arrived = inbox.find(agency, recordId);
        if (arrived.isEmpty()) {
            return refused(
                    exchange,
                    key,
                    List.of(Reason.of(
                            "record-not-found", "没有收到过 " + recordId, "no record " + recordId + " was received here")));
        }
        String concludes = form.concludes() == null ? null : document.text(form.concludes());
        return switch (inbox.receipt(arrived.get(), "SIGNED", document.text(form.officer()), concludes)) {
            case Outbox.Preparation.Ready ready -> {
                outbox.follow(ready.prepared().messageId(), EdgeSteps.required(exchange, EdgeSteps.CONNECTION), key);
                yield ready(key, ready);
            }
            case Outbox.Preparation.Unfit unfit -> refused(exchange, key, unfit.reasons());
        };
    }

    private static Map<String, Object> ready(String key, Outbox.Preparation.Ready ready) {
        Map<String, Object> outcome = new LinkedHashMap<>();
        outcome.put("key", key);
        outcome.put("recordId", ready.prepared().recordId());
        outcome.put("messageId", ready.prepared().messageId().toString());
        return outcome;
    }

    private Map<String, Object> refused(Exchange exchange, String key, List<Reason> reasons) {
        tellings.refused(EdgeSteps.required(exchange, EdgeSteps.CONNECTION), key, reasons);
        Map<String, Object> outcome = new LinkedHashMap<>();
        outcome.put("key", key);
        outcome.put(
                "faults",
                reasons.stream()
                        .map(r -> Map.of("code", r.code(), "pointer", r.pointer(), "detail", r.zh()))
                        .toList());
        return outcome;
    }
}
