package io.concord.desk;

import io.concord.access.CurrentPerson;
import io.concord.access.Person;
import io.concord.agency.Agencies;
import io.concord.deadline.Deadlines;
import io.concord.schema.Catalogue;
import io.concord.schema.CodeList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/// What fits what is being typed into a field: regions, the agency's own matters and records, rules of terms, record
/// types. By number or by name; whoever works without scripts types the number.
@Controller
class PickController {

    private static final int MOST = 20;

    private final Catalogue catalogue;
    private final Agencies agencies;
    private final Deadlines deadlines;
    private final JdbcClient sql;

    PickController(Catalogue catalogue, Agencies agencies, Deadlines deadlines, DataSource database) {
        this.catalogue = catalogue;
        this.agencies = agencies;
        this.deadlines = deadlines;
        this.sql = JdbcClient.create(database);
    }

    /// @param what see [Shape#pick()]
    /// @param sent the field as it stands, under its own name
    @GetMapping("/desk/pick/{what}")
    String pick(
            @CurrentPerson Person person,
            @PathVariable String what,
            @RequestParam Map<String, String> sent,
            Model model) {
        String typed = sent.entrySet().stream()
                .filter(one -> one.getKey().startsWith("/"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("")
                .strip();
        boolean chinese = Pages.chinese();
        List<Field.Option> options = switch (what) {
            case "region" -> fitting(regions(chinese), typed);
            case "rule" ->
                fitting(
                        deadlines.rules().stream()
                                .map(rule -> new Field.Option(
                                        rule.id(), String.valueOf(rule.name().get(chinese ? "zh" : "en"))))
                                .distinct(),
                        typed);
            case "type" ->
                fitting(
                        catalogue.types().stream()
                                .map(type -> new Field.Option(
                                        type.type(), String.valueOf(type.name().get(chinese ? "zh" : "en"))))
                                .sorted(Comparator.comparing(Field.Option::value)),
                        typed);
            case "matter" -> own(person, typed, "matter_id", "");
            default -> what.startsWith("record") ? own(person, typed, "record_id", what.substring(6)) : List.of();
        };
        model.addAttribute("options", options);
        return "desk/pick";
    }

    /// Those of the list, and places that only agencies know.
    private Stream<Field.Option> regions(boolean chinese) {
        CodeList list = catalogue.codeLists().get("region");
        Stream<Field.Option> known = list == null
                ? Stream.of()
                : list.items().stream().map(item -> new Field.Option(item.code(), item.name(chinese)));
        Stream<Field.Option> others = agencies.register().agencies().stream()
                .filter(agency ->
                        list == null || list.find(agency.code().region()).isEmpty())
                .map(agency -> new Field.Option(agency.code().region(), agency.name()));
        return Stream.concat(known, others);
    }

    private static List<Field.Option> fitting(Stream<Field.Option> all, String typed) {
        return all.filter(one -> one.value().startsWith(typed) || one.label().contains(typed))
                .limit(MOST)
                .toList();
    }

    /// The newest of what the agency sent or received.
    ///
    /// @param column `matter_id` or `record_id`
    /// @param type as `-RT24`; empty for any
    private List<Field.Option> own(Person person, String typed, String column, String type) {
        return sql.sql("select " + column
                        + " as number, (array_agg(title order by leaf_index))[1] as title, max(leaf_index) as last"
                        + " from (select * from matter.entry where (sender = :agency or (mains || copies) @> array[:agency::text])"
                        + " and record_type <> 'receipt' and strpos(record_id, :type) > 0"
                        + " and (strpos(" + column + ", :typed) > 0 or strpos(title, :typed) > 0)"
                        + " order by leaf_index desc limit 500) e group by 1 order by last desc limit " + MOST)
                .param("agency", person.agencyCode())
                .param("type", type)
                .param("typed", typed)
                .query((row, n) -> new Field.Option(row.getString("number"), row.getString("title")))
                .list();
    }
}
