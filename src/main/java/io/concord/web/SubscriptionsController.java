package io.concord.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.concord.delivery.Subscription;
import io.concord.delivery.Subscriptions;
import io.concord.evidence.LogEntry;
import io.concord.ledger.LogReader;
import io.concord.platform.ConcordSettings;
import io.concord.problem.Reason;
import java.net.URI;
import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// An agency's subscriptions to events, in the shape of the CloudEvents Subscriptions API.
@RestController
@RequestMapping("/api/v1/subscriptions")
class SubscriptionsController {

    private final Subscriptions subscriptions;
    private final LogReader log;
    private final ConcordSettings settings;

    SubscriptionsController(Subscriptions subscriptions, LogReader log, ConcordSettings settings) {
        this.subscriptions = subscriptions;
        this.log = log;
        this.settings = settings;
    }

    /// @param protocol HTTP, JMS or KAFKA; HTTP where missing
    /// @param config `from`: entry of the log to begin with
    record Request(
            @Nullable List<String> types,
            @Nullable JsonNode filters,
            @Nullable String sink,
            @Nullable String protocol,
            @Nullable JsonNode config) {}

    @PostMapping
    ResponseEntity<Map<String, Object>> make(@RequestBody Request request, Principal caller) {
        JsonNode from = request.config() == null
                ? JsonNodeFactory.instance.missingNode()
                : request.config().path("from");
        Subscriptions.Wish wish = new Subscriptions.Wish(
                caller.getName(),
                Objects.requireNonNullElse(request.types(), List.of()),
                request.filters() == null ? "[]" : request.filters().toString(),
                Objects.requireNonNullElse(request.protocol(), "HTTP"),
                Objects.requireNonNullElse(request.sink(), ""),
                from.isMissingNode() ? null : from.asLong(-1));
        List<Reason> reasons = subscriptions.check(wish);
        if (!reasons.isEmpty()) {
            throw new Refusal(reasons);
        }
        Subscription made = subscriptions.make(wish, caller.getName());
        return ResponseEntity.created(URI.create("/api/v1/subscriptions/" + made.id()))
                .body(shown(made));
    }

    @GetMapping
    List<Map<String, Object>> all(Principal caller) {
        return subscriptions.of(caller.getName()).stream().map(this::shown).toList();
    }

    /// What there is to subscribe to.
    @GetMapping("/types")
    List<Map<String, Object>> types() {
        return subscriptions.kinds().stream()
                .map(kind -> Map.<String, Object>of("type", kind.type(), "name", kind.name()))
                .toList();
    }

    @GetMapping("/{id}")
    Map<String, Object> one(@PathVariable UUID id, Principal caller) {
        return shown(own(id, caller));
    }

    @PostMapping("/{id}/pause")
    Map<String, Object> pause(@PathVariable UUID id, Principal caller) {
        subscriptions.pause(own(id, caller).id());
        return one(id, caller);
    }

    @PostMapping("/{id}/resume")
    Map<String, Object> resume(@PathVariable UUID id, Principal caller) {
        subscriptions.resume(own(id, caller).id());
        return one(id, caller);
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> end(@PathVariable UUID id, Principal caller) {
        subscriptions.end(own(id, caller).id());
        return ResponseEntity.noContent().build();
    }

    private Subscription own(UUID id, Principal caller) {
        return subscriptions
                .find(id)
                .filter(one -> caller.getName().equals(one.owner()))
                .orElseThrow(() -> new Refusal("not-found", "没有这个订阅", "there is no such subscription"));
    }

    private Map<String, Object> shown(Subscription one) {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("state", one.state());
        status.put("next", one.next());
        status.put("behind", Math.max(0, log.size() - one.next()));
        status.put("sent", one.sent());
        status.put("refused", one.refused());
        if (one.sentAt() != null) {
            status.put("sentAt", LogEntry.written(one.sentAt()));
        }
        if (one.lastError() != null) {
            status.put("lastError", one.lastError());
        }
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", one.id());
        shown.put("source", settings.publicUrl());
        shown.put("types", one.types());
        shown.put("filters", new com.fasterxml.jackson.databind.util.RawValue(one.filters()));
        shown.put("sink", one.sink());
        shown.put("protocol", one.protocol());
        shown.put("status", status);
        return shown;
    }
}
