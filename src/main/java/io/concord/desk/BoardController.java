package io.concord.desk;

import io.concord.access.CurrentPerson;
import io.concord.access.Person;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// 督办台账: what is overdue in the region, by agency, and the figures of a period for the bulletin.
@Controller
class BoardController {

    private final JdbcClient sql;
    private final Signing signing;

    BoardController(DataSource database, Signing signing) {
        this.sql = JdbcClient.create(database);
        this.signing = signing;
    }

    /// @param open terms that run against it and are not over
    /// @param overdue those that are over
    /// @param met terms met in time in the period
    /// @param late met late in the period
    record Standing(String agency, long open, long overdue, long met, long late) {

        /// Share met in time, in percent, of those that ended or should have; -1 where there are none.
        public long onTime() {
            long all = met + late + overdue;
            return all == 0 ? -1 : 100 * met / all;
        }
    }

    /// @param messageId by which it can be opened; empty for those who take no part
    record Overdue(String agency, String recordId, String matterId, String messageId, String title, LocalDate due) {}

    record Figure(String type, long count, long share) {}

    @GetMapping("/desk/board")
    String board(
            @CurrentPerson Person person,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String to,
            Model model) {
        LocalDate today = signing.today();
        LocalDate first = day(from, today.withDayOfYear(1));
        LocalDate last = day(to, today);
        String region = person.agency().region().replaceFirst("(00)+$", "");
        List<Standing> standings = sql.sql("""
                        with grouped as (select c.obligors, count(*) filter (where c.state = 'OPEN' and (c.due is null or c.due >= :today)) as open,
                            count(*) filter (where c.state = 'OPEN' and c.due < :today) as overdue,
                            count(*) filter (where c.state = 'MET' and c.met_on between :first and :last) as met,
                            count(*) filter (where c.state = 'LATE' and c.met_on between :first and :last) as late
                          from deadline.clock c where c.kind <> 'option' group by c.obligors)
                        select o as agency, sum(open) as open, sum(overdue) as overdue, sum(met) as met, sum(late) as late
                        from grouped, unnest(obligors) o where starts_with(o, :region)
                        group by o order by overdue desc, open desc, o""")
                .param("today", Date.valueOf(today))
                .param("first", Date.valueOf(first))
                .param("last", Date.valueOf(last))
                .param("region", region)
                .query((row, n) -> new Standing(
                        row.getString("agency"),
                        row.getLong("open"),
                        row.getLong("overdue"),
                        row.getLong("met"),
                        row.getLong("late")))
                .list();
        // What a letter is called may name its parties: the title is for those who take part.
        List<Overdue> overdue = sql.sql("""
                        select o as agency, c.record_id, c.matter_id, c.due,
                          case when e.sender = :agency or (e.mains || e.copies) @> array[:agency::text] then e.title else '' end as title,
                          case when e.sender = :agency or (e.mains || e.copies) @> array[:agency::text] then e.message_id::text else '' end as message
                        from deadline.clock c join matter.entry e on e.record_id = c.record_id and e.record_version = c.record_version,
                          unnest(c.obligors) o
                        where starts_with(o, :region) and c.kind <> 'option' and c.state = 'OPEN' and c.due < :today
                        order by c.due limit 200""")
                .param("today", Date.valueOf(today))
                .param("region", region)
                .param("agency", person.agencyCode())
                .query((row, n) -> new Overdue(
                        row.getString("agency"),
                        row.getString("record_id"),
                        row.getString("matter_id"),
                        row.getString("message"),
                        row.getString("title"),
                        row.getDate("due").toLocalDate()))
                .list();
        List<Figure> figures = sql.sql("""
                        select record_type, count(*) as n, 100 * count(*) / max(count(*)) over () as share from matter.entry
                        where starts_with(region, :region) and doc_date between :first and :last and record_type <> 'receipt'
                        group by record_type order by n desc, record_type""")
                .param("region", region)
                .param("first", Date.valueOf(first))
                .param("last", Date.valueOf(last))
                .query((row, n) -> new Figure(row.getString("record_type"), row.getLong("n"), row.getLong("share")))
                .list();
        model.addAttribute("from", first);
        model.addAttribute("to", last);
        model.addAttribute("standings", standings);
        model.addAttribute("overdue", overdue);
        model.addAttribute("figures", figures);
        return "desk/board";
    }

    private static LocalDate day(String text, LocalDate otherwise) {
        try {
            return text.isEmpty() ? otherwise : LocalDate.parse(text);
        } catch (java.time.DateTimeException e) {
            return otherwise;
        }
    }
}
