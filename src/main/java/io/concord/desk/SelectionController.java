package io.concord.desk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.access.CurrentPerson;
import io.concord.access.Person;
import io.concord.agency.Agencies;
import io.concord.casebook.Nominations;
import io.concord.matter.Matters;
import io.concord.schema.RecordTypeDescriptor;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// 案例评选: nominations on their way, how many have voted, and what comes next for each.
@Controller
class SelectionController {

    private static final int PAGE = 20;

    private static final Set<String> TO_PUBLISH = Set.of("SELECTED", "JOINT_SIGN_OFF");

    private final Nominations nominations;
    private final Matters matters;
    private final Agencies agencies;
    private final Signing signing;
    private final Prefill prefill;
    private final Drafts drafts;
    private final Pages words;
    private final JdbcClient sql;

    SelectionController(
            Nominations nominations,
            Matters matters,
            Agencies agencies,
            Signing signing,
            Prefill prefill,
            Drafts drafts,
            Pages words,
            DataSource database) {
        this.prefill = prefill;
        this.drafts = drafts;
        this.words = words;
        this.nominations = nominations;
        this.matters = matters;
        this.agencies = agencies;
        this.signing = signing;
        this.sql = JdbcClient.create(database);
    }

    /// @param next steps and ballots that are this agency's to take
    record Row(
            Nominations.Selection selection,
            String messageId,
            String matterId,
            List<Matters.Next> next,
            boolean publishes) {}

    record Place(String messageId, String matterId) {}

    @GetMapping("/desk/selection")
    String list(
            @CurrentPerson Person person,
            @RequestParam(name = "page", defaultValue = "") String which,
            @RequestParam(defaultValue = "") String done,
            Model model) {
        model.addAttribute("done", done);
        Set<String> members = agencies.register().codesIn(person.agency().region());
        int page = Pages.page(which);
        int from = page * PAGE;
        List<Nominations.Selection> found = nominations.of(person.agency(), members, PAGE + 1, from);
        List<Row> rows = new ArrayList<>();
        for (Nominations.Selection one : found.subList(0, Math.min(PAGE, found.size()))) {
            Place place = place(one.recordId());
            List<Matters.Next> next = matters.find(place.matterId(), person.agency()).stream()
                    .flatMap(matter -> matters.next(matter, person.agency(), signing.today()).stream())
                    .filter(n -> n.target().equals(one.recordId()) && n.type().startsWith("feedback:"))
                    .distinct()
                    .toList();
            rows.add(new Row(one, place.messageId(), place.matterId(), next, TO_PUBLISH.contains(one.state())));
        }
        model.addAttribute("rows", rows);
        model.addAttribute("page", page);
        model.addAttribute("more", found.size() > PAGE);
        model.addAttribute("today", signing.today());
        model.addAttribute("publishes", rows.stream().anyMatch(Row::publishes));
        return "desk/selection";
    }

    /// 成批发布: a draft of a publication for each case that is ticked, in the order of the page, with one batch and day.
    @PostMapping("/desk/selection/batch")
    String batch(
            @CurrentPerson Person person,
            @RequestParam(name = "id", required = false) List<String> ids,
            @RequestParam String batch,
            @RequestParam LocalDate day) {
        if (ids == null || ids.isEmpty()) {
            return "redirect:/desk/selection?done=none-ticked";
        }
        Set<String> members = agencies.register().codesIn(person.agency().region());
        RecordTypeDescriptor type = words.descriptor("case-publication");
        // All or none: what is half done would be done twice.
        for (String id : ids) {
            if (!type.maySend(person.agency().kind())
                    || nominations.find(id, person.agency(), members).stream()
                            .noneMatch(one -> TO_PUBLISH.contains(one.state()))) {
                throw new NotHere(
                        "案例未入选、已发布，或不由本单位发布：" + id, "not selected, published, or not yours to publish: " + id);
            }
        }
        int order = 0;
        for (String id : ids) {
            ObjectNode envelope = prefill.next(
                    person,
                    type,
                    signing.header(person, type),
                    id,
                    "",
                    place(id).matterId());
            ((ObjectNode) envelope.path("payload"))
                    .put("batch", batch.strip())
                    .put("order", ++order)
                    .put("publishDate", day.toString());
            drafts.begin(person, type.type(), envelope);
        }
        return "redirect:/desk?tray=drafts&done=batch";
    }

    private Place place(String recordId) {
        return sql.sql(
                        "select message_id, matter_id from matter.entry where record_id = ? order by record_version desc limit 1")
                .param(recordId)
                .query((row, n) -> new Place(row.getString("message_id"), row.getString("matter_id")))
                .single();
    }
}
