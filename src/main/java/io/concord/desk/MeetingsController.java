package io.concord.desk;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.access.CurrentPerson;
import io.concord.access.Person;
import io.concord.envelope.CanonicalJson;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// 联席会议: those that an agency called or was called to, with their agenda, minutes and what was agreed to be done.
@Controller
class MeetingsController {

    private static final int PAGE = 20;

    /// Versions that were overtaken or taken back are not the meeting's.
    private static final String MINE =
            "(e.sender = :agency or (e.mains || e.copies) @> array[:agency::text]) and e.state not in ('SUPERSEDED', 'WITHDRAWN') ";

    private final JdbcClient sql;
    private final Signing signing;

    MeetingsController(DataSource database, Signing signing) {
        this.sql = JdbcClient.create(database);
        this.signing = signing;
    }

    /// A record of a meeting.
    ///
    /// @param due by when it is to be done; null where nothing runs
    /// @param progress in percent; -1 for what is no task
    record Paper(
            String messageId,
            String recordId,
            String matterId,
            String type,
            String sender,
            String title,
            String docNo,
            String state,
            @Nullable LocalDate due,
            int progress) {}

    record Topic(String no, String text) {}

    /// @param at day and hour, as the notice says them
    /// @param papersDue by when papers must be there; null once the meeting is over
    record Meeting(
            Paper notice,
            String no,
            String at,
            boolean over,
            String place,
            @Nullable LocalDate papersDue,
            List<Topic> topics,
            List<Paper> papers) {}

    @GetMapping("/desk/meetings")
    String list(
            @CurrentPerson Person person, @RequestParam(name = "page", defaultValue = "") String which, Model model) {
        int page = Pages.page(which);
        int from = page * PAGE;
        record Notice(Paper paper, JsonNode payload) {}
        List<Notice> notices = sql.sql(
                        "select e.*, null::date as due, r.body from matter.entry e join ledger.record r using (message_id)"
                                + " where e.record_type = 'joint-meeting-notice' and r.body is not null and " + MINE
                                + "order by e.doc_date desc, e.leaf_index desc limit :most offset :from")
                .param("agency", person.agencyCode())
                .param("most", PAGE + 1)
                .param("from", from)
                .query((row, n) -> new Notice(
                        paper(row, -1),
                        CanonicalJson.parse(row.getBytes("body")).path("payload")))
                .list();
        List<Notice> shown = notices.subList(0, Math.min(PAGE, notices.size()));
        Map<String, List<Paper>> papers =
                papers(person, shown.stream().map(one -> one.paper().matterId()).toArray(String[]::new));
        List<Meeting> meetings = new ArrayList<>();
        for (Notice one : shown) {
            List<Topic> topics = new ArrayList<>();
            one.payload()
                    .path("topics")
                    .forEach(topic -> topics.add(new Topic(
                            topic.path("no").asText(), topic.path("text").asText())));
            String at = one.payload().path("at").asText();
            boolean over = at.compareTo(signing.today().toString()) < 0;
            meetings.add(new Meeting(
                    one.paper(),
                    one.payload().path("meetingNo").asText(),
                    at.substring(0, Math.min(16, at.length())).replace('T', ' '),
                    over,
                    one.payload().path("place").asText(),
                    over
                            ? null
                            : LocalDate.parse(one.payload().path("papersDue").asText()),
                    topics,
                    papers.getOrDefault(one.paper().matterId(), List.of())));
        }
        model.addAttribute("meetings", meetings);
        model.addAttribute("page", page);
        model.addAttribute("more", notices.size() > PAGE);
        model.addAttribute("today", signing.today());
        return "desk/meetings";
    }

    /// What belongs to the meetings, by matter.
    private Map<String, List<Paper>> papers(Person person, String[] matters) {
        return sql
                .sql(
                        "select e.*, r.body, (select min(c.due) from deadline.clock c where c.record_id = e.record_id"
                                + " and c.record_version = e.record_version and c.state = 'OPEN') as due"
                                + " from matter.entry e join ledger.record r using (message_id)"
                                + " where e.matter_id = any (:matters) and e.record_type in ('agenda-item', 'minutes', 'action-item') and "
                                + MINE
                                + "order by array_position(array['agenda-item', 'minutes', 'action-item'], e.record_type), e.leaf_index")
                .param("agency", person.agencyCode())
                .param("matters", matters)
                .query((row, n) -> paper(row, progress(row)))
                .list()
                .stream()
                .collect(Collectors.groupingBy(Paper::matterId));
    }

    private static int progress(ResultSet row) throws SQLException {
        byte[] body = row.getBytes("body");
        return body == null
                ? -1
                : CanonicalJson.parse(body).at("/payload/progress").asInt(-1);
    }

    private static Paper paper(ResultSet row, int progress) throws SQLException {
        Date due = row.getDate("due");
        return new Paper(
                row.getString("message_id"),
                row.getString("record_id"),
                row.getString("matter_id"),
                row.getString("record_type"),
                row.getString("sender"),
                row.getString("title"),
                row.getString("doc_no"),
                row.getString("state"),
                due == null ? null : due.toLocalDate(),
                progress);
    }
}
