package io.concord.web;

import io.concord.agency.Agencies;
import io.concord.casebook.Nominations;
import io.concord.envelope.AgencyCode;
import io.concord.matter.Ballots;
import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// How far a nominated case has come in selection.
@RestController
class NominationsController {

    private final Nominations nominations;
    private final Agencies agencies;

    NominationsController(Nominations nominations, Agencies agencies) {
        this.nominations = nominations;
        this.agencies = agencies;
    }

    /// The tally is there once the round is closed; before that only how many have voted.
    @GetMapping("/api/v1/nominations/{recordId}/selection")
    Map<String, Object> selection(@PathVariable String recordId, Principal caller) {
        String region = recordId.length() < 6 ? "" : recordId.substring(0, 6);
        Set<String> members = agencies.register().codesIn(region);
        Nominations.Selection found = nominations
                .find(recordId, new AgencyCode(caller.getName()), members)
                .orElseThrow(
                        () -> new Refusal("case-not-found", "没有报送 " + recordId, "there is no nomination " + recordId));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("recordId", found.recordId());
        answer.put("title", found.title());
        answer.put("state", found.state());
        answer.put("ballots", found.ballots());
        answer.put("entitled", found.entitled());
        Ballots.Tally tally = found.tally();
        if (tally != null) {
            answer.put("tally", tally);
        }
        answer.put(
                "samePoint",
                found.samePoint().stream()
                        .map(i -> Map.of("id", i.humanId(), "title", i.title()))
                        .toList());
        if (found.samePoint().size() >= 2) {
            answer.put("warning", "已有两件以上同类案例发布 two or more cases on this point are published");
        }
        return answer;
    }
}
