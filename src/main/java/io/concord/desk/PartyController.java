package io.concord.desk;

import io.concord.access.Audit;
import io.concord.access.CurrentPerson;
import io.concord.access.Person;
import io.concord.envelope.AgencyCode;
import io.concord.envelope.CanonicalJson;
import io.concord.ledger.LogReader;
import io.concord.ledger.StoredRecord;
import io.concord.matter.Entry;
import io.concord.matter.Matters;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// 一窗查询: a party types its code and sees which agency has its affair and how far it is. The code travels in the body,
/// never in an address.
@Controller
class PartyController {

    private final QueryCodes codes;
    private final Matters matters;
    private final LogReader log;
    private final Pages words;
    private final Signing signing;
    private final Audit audit;

    PartyController(QueryCodes codes, Matters matters, LogReader log, Pages words, Signing signing, Audit audit) {
        this.log = log;
        this.words = words;
        this.codes = codes;
        this.matters = matters;
        this.signing = signing;
        this.audit = audit;
    }

    @GetMapping("/status")
    String ask() {
        return "desk/status";
    }

    @PostMapping("/status")
    String tell(@RequestParam String code, Model model) {
        QueryCodes.Opened opened = codes.open(code, signing.today()).orElse(null);
        if (opened == null) {
            model.addAttribute("wrong", true);
            return "desk/status";
        }
        model.addAttribute("opened", opened);
        model.addAttribute(
                "steps",
                matters.find(opened.matterId(), new AgencyCode(opened.agency())).stream()
                        .flatMap(matter -> steps(matter, opened.party()))
                        .toList());
        return "desk/status";
    }

    /// Those of records that a party may see and that name this one (A-PARTY); what agencies write to each other about
    /// the affair is not for parties.
    private Stream<Timeline.Step> steps(Matters.Matter matter, String party) {
        Set<String> own = own(matter, party);
        return Timeline.of(matter, "").stream()
                .filter(step -> own.contains(step.transition().recordId()));
    }

    private Set<String> own(Matters.Matter matter, String party) {
        Map<String, UUID> forParties = new LinkedHashMap<>();
        matter.entries().stream()
                .map(Entry::head)
                .filter(head -> words.descriptor(head.type()).visibility().contains("A-PARTY"))
                .forEach(head -> forParties.put(head.recordId(), head.messageId()));
        Map<UUID, StoredRecord> stored = log.find(List.copyOf(forParties.values()));
        Set<String> own = new LinkedHashSet<>();
        forParties.forEach((recordId, messageId) -> {
            StoredRecord record = stored.get(messageId);
            if (record != null
                    && CanonicalJson.parse(record.body())
                            .path("payload")
                            .findValuesAsText("name")
                            .contains(party)) {
                own.add(recordId);
            }
        });
        return own;
    }

    /// A code for a party of a matter that the agency takes part in.
    @PostMapping("/desk/matters/{id}/code")
    String give(@CurrentPerson Person person, @PathVariable String id, @RequestParam String party, Model model) {
        if (!matters.takesPart(id, person.agency()) || party.isBlank()) {
            throw new NotHere("没有本单位参与的事项，或未写明当事人", "no matter of yours, or no party was named");
        }
        if (matters.find(id, person.agency()).stream()
                .allMatch(matter -> own(matter, party.strip()).isEmpty())) {
            throw new NotHere(
                    "该事项中当事人可查的记录没有写明“" + party.strip() + "”，请核对姓名或名称",
                    "no record of this matter that parties may follow names " + party.strip() + "; check the name");
        }
        audit.note(person, "query-code", id, party.strip());
        model.addAttribute("code", codes.give(person, id, party.strip(), signing.today()));
        model.addAttribute("party", party.strip());
        model.addAttribute("matterId", id);
        return "desk/code";
    }
}
