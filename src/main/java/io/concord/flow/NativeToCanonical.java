package io.concord.flow;

import io.concord.dialect.Dialect;
import io.concord.dialect.Dialects;
import io.concord.dialect.Dialects.Speaker;
import io.concord.dialect.MappingFault;
import io.concord.dialect.NativeDocument;
import io.concord.dialect.Part;
import io.concord.edge.Inbox;
import io.concord.edge.CaseMatters;
import io.concord.edge.Outbox;
import io.concord.edge.Tellings;
import io.concord.envelope.AgencyCode;
import io.concord.problem.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.springframework.stereotype.Component;

/// Native row or file → records with fixed, signed bytes, stored at this edge; what cannot become one is refused with every
/// reason and its place in the source. Either is durable when the step ends, so the transport may let go of its copy.
///
/// The body becomes a list with `key`, `recordId`, `messageId` and `faults` of each document; the property `outcome` is
/// `done`, or `refused` where one was.
@Component
class NativeToCanonical {

    private final Dialects dialects;
    private final Outbox outbox;
    private final Inbox inbox;
    private final Tellings tellings;
    private final CaseMatters matters;

    NativeToCanonical(Dialects dialects, Outbox outbox, Inbox inbox, Tellings tellings, CaseMatters matters) {
        this.dialects = dialects;
        this.outbox = outbox;
        this.inbox = inbox;
        this.tellings = tellings;
        this.matters = matters;
    }

    @Handler
    public void map(Exchange exchange) {
        Speaker speaker = dialects.get(EdgeSteps.required(exchange, EdgeSteps.DIALECT));
        List<Map<String, Object>> outcomes = new ArrayList<>();
        try {
            for (NativeDocument document : documents(exchange, speaker)) {
                outcomes.add(pickUp(exchange, speaker, document));
            }
        } catch (MappingFault unreadable) {
            outcomes.add(refused(exchange, fileName(exchange), unreadable.reasons()));
        }
        boolean anyRefused = outcomes.stream().anyMatch(outcome -> outcome.containsKey("faults"));
        exchange.setProperty("outcome", anyRefused ? "refused" : "done");
        exchange.getMessage().setBody(outcomes);
    }

    private static List<NativeDocument> documents(Exchange exchange, Speaker speaker) {
        if (exchange.getMessage().getBody() instanceof Map<?, ?> row) {
            Map<String, Object> columns = new LinkedHashMap<>();
            row.forEach((name, value) -> columns.put(String.valueOf(name), value));
            Map<String, List<?>> lists = new LinkedHashMap<>();
            List<?> children = exchange.getMessage().getHeader("children", List.of(), List.class);
            if (!children.isEmpty()) {
                lists.put("children", children);
            }
            return List.of(speaker.row(columns, lists));
        }
        if (speaker.dialect().form().kind() == Dialect.Kind.PACKAGE) {
            return speaker.read(folder(Path.of(
                    exchange.getMessage().getHeader(Exchange.FILE_PATH, "", String.class))));
        }
        byte[] bytes = exchange.getMessage().getBody(byte[].class);
        return speaker.read(List.of(new Part(fileName(exchange), bytes == null ? new byte[0] : bytes)));
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
                parts.add(new Part(
                        folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file)));
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

    private Map<String, Object> pickUp(Exchange exchange, Speaker speaker, NativeDocument document) {
        AgencyCode agency = EdgeSteps.agency(exchange);
        String key = document.text(speaker.dialect().key());
        if (key.isEmpty()) {
            key = fileName(exchange);
        }
        try {
            Dialect.SignOff signOff = speaker.signOff(document).orElse(null);
            return signOff == null
                    ? record(exchange, agency, key, speaker, document)
                    : signOff(exchange, agency, key, signOff, document);
        } catch (MappingFault fault) {
            return refused(exchange, key, fault.reasons());
        }
    }

    private Map<String, Object> record(
            Exchange exchange, AgencyCode agency, String key, Speaker speaker, NativeDocument document) {
        Dialects.Mapped mapped =
                speaker.toCanonical(document, agency.value(), EdgeSteps.scope(agency, outbox, matters));
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
            Exchange exchange,
            AgencyCode agency,
            String key,
            Dialect.SignOff form,
            NativeDocument document) {
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
            case Outbox.Preparation.Ready ready -> ready(key, ready);
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
