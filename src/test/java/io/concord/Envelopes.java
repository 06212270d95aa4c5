package io.concord;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.envelope.CanonicalJson;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/// Envelopes for tests: valid ones, each with its own ids; tests change what they want to be wrong.
public final class Envelopes {

    public static final String UNION = "519901-TRADE_UNION-01";
    public static final String HRSS = "519901-HRSS-01";
    public static final String PROCURATORATE = "519901-PROCURATORATE-01";

    private static final AtomicInteger NUMBER = new AtomicInteger(1000);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Envelopes() {}

    /// A clue from any agency of 江东区 to another.
    public static ObjectNode clue(String sender, String recipient) {
        return clue(sender, recipient, "MT-519901-2026-000777");
    }

    public static ObjectNode clue(String sender, String recipient, String matterId) {
        return parse("""
                {"messageId":"%s","recordType":"clue-transfer","schemaVersion":"1.0.0","recordId":"%s-RT01-2026-%06d",
                 "recordVersion":1,"matterId":"%s","title":"关于拖欠农民工工资的线索",
                 "sender":{"agencyCode":"%s","officer":{"name":"何晓梅"}},
                 "recipients":[{"agencyCode":"%s","role":"MAIN","actionRequired":true}],
                 "regionCode":"519901","docDate":"2026-01-15","legalBasis":[{"instrument":"保障农民工工资支付条例","article":"第十条"}],
                 "urgency":"平件","secrecy":"INTERNAL","dataTags":[],"reply":{"required":true},
                 "payload":{"clueSource":"12351","foundAt":"2025-12-08",
                  "summary":"12351来电反映：江东区澜岸雅苑二期项目十二名农民工自2025年7月起未领取工资，用人单位以工程款未到账为由拖欠，请求依法处理，追索劳动报酬。",
                  "violations":[{"code":"V03"}],"employer":{"name":"蓉川锦程建筑劳务有限公司","uscc":"91519901MAFKE0025L"},
                  "affectedCount":12,"amountFen":30920000,"complainantConfidential":true,"requestedAction":"依法处理","handledSoFar":"已发出提示函"}}""".formatted(UUID.randomUUID(), sender, NUMBER.incrementAndGet(), matterId, sender, recipient));
    }

    /// A receipt for a record.
    public static ObjectNode receipt(
            String sender, String recipient, String forMessageId, String sha256, String sm3, String kind) {
        return parse("""
                {"messageId":"%s","recordType":"receipt","schemaVersion":"1.0.0","recordId":"%s-RT60-2026-%06d","recordVersion":1,
                 "matterId":"MT-519901-2026-000777","title":"回执","sender":{"agencyCode":"%s","officer":{"name":"吴敏"}},
                 "recipients":[{"agencyCode":"%s","role":"MAIN","actionRequired":false}],"regionCode":"519901","docDate":"2026-01-15",
                 "urgency":"平件","secrecy":"INTERNAL","dataTags":[],"reply":{"required":false},
                 "payload":{"forMessageId":"%s","kind":"%s","digest":{"sha256":"%s","sm3":"%s"},"at":"2026-01-15T10:00:00+08:00",
                  "officer":{"name":"吴敏"}}}""".formatted(
                        UUID.randomUUID(),
                        sender,
                        NUMBER.incrementAndGet(),
                        sender,
                        recipient,
                        forMessageId,
                        kind,
                        sha256,
                        sm3));
    }

    public static byte[] canonical(ObjectNode envelope) {
        return CanonicalJson.write(envelope);
    }

    private static ObjectNode parse(String json) {
        try {
            return (ObjectNode) MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
