package io.concord.desk;

import io.concord.access.CurrentPerson;
import io.concord.access.Person;
import io.concord.agency.Agencies;
import io.concord.casebook.Nominations;
import io.concord.matter.Matters;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/// 案例评选: nominations on their way, how many have voted, and what comes next for each.
@Controller
class SelectionController {

    private static final int MOST = 200;

    private final Nominations nominations;
    private final Matters matters;
    private final Agencies agencies;
    private final Signing signing;
    private final JdbcClient sql;

    SelectionController(
            Nominations nominations,
            Matters matters,
            Agencies agencies,
            Signing signing,
            javax.sql.DataSource database) {
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
    String list(@CurrentPerson Person person, Model model) {
        Set<String> members = agencies.register().codesIn(person.agency().region());
        List<Row> rows = new ArrayList<>();
        for (Nominations.Selection one : nominations.of(person.agency(), members, MOST)) {
            Place place = place(one.recordId());
            List<Matters.Next> next = matters.find(place.matterId(), person.agency()).stream()
                    .flatMap(matter -> matters.next(matter, person.agency(), signing.today()).stream())
                    .filter(n -> n.target().equals(one.recordId()) && n.type().startsWith("feedback:"))
                    .distinct()
                    .toList();
            rows.add(new Row(
                    one,
                    place.messageId(),
                    place.matterId(),
                    next,
                    Set.of("SELECTED", "JOINT_SIGN_OFF").contains(one.state())));
        }
        model.addAttribute("rows", rows);
        model.addAttribute("chinese", Pages.chinese());
        return "desk/selection";
    }

    private Place place(String recordId) {
        return sql.sql(
                        "select message_id, matter_id from matter.entry where record_id = ? order by record_version desc limit 1")
                .param(recordId)
                .query((row, n) -> new Place(row.getString("message_id"), row.getString("matter_id")))
                .single();
    }
}
