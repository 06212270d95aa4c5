package io.concord.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.Envelopes;

/// The reference record of all benchmarks: a clue with eleven workers, 3.2 KB of canonical JSON.
public final class Reference {

    private Reference() {}

    /// A fresh one, with its own ids.
    public static byte[] record() {
        ObjectNode clue = Envelopes.clue(Envelopes.UNION, Envelopes.HRSS);
        var workers = ((ObjectNode) clue.path("payload")).putArray("workersKnown");
        for (int i = 0; i < 11; i++) {
            ObjectNode line = workers.addObject();
            line.putObject("person")
                    .put("name", "王建国")
                    .put("idType", "CITIZEN")
                    .put("idNo", "519901198001010017")
                    .put("workerType", "MIGRANT")
                    .put("confidentialIdentity", true);
            line.put("job", "木工").put("monthsOwed", 4).put("owedFen", 2960000);
        }
        return Envelopes.canonical(clue);
    }
}
