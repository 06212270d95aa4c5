package io.concord.desk;

import io.concord.access.Person;
import io.concord.agency.Agencies;
import io.concord.deadline.Clock;
import io.concord.deadline.Clocks;
import io.concord.deadline.Deadlines;
import io.concord.envelope.ChinaTime;
import io.concord.matter.Transition;
import io.concord.schema.Catalogue;
import io.concord.schema.RecordTypeDescriptor;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/// What pages need to say codes in words; templates call it `words`.
@Component("words")
public class Pages {

    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ChinaTime.ZONE);

    private final Catalogue catalogue;
    private final Agencies agencies;
    private final Clocks clocks;

    Pages(Catalogue catalogue, Agencies agencies, Deadlines deadlines) {
        this.clocks = new Clocks(deadlines);
        this.catalogue = catalogue;
        this.agencies = agencies;
    }

    static boolean chinese() {
        return !LocaleContextHolder.getLocale().getLanguage().equals("en");
    }

    private static String language() {
        return chinese() ? "zh" : "en";
    }

    public String agency(String code) {
        return agencies.register().name(code);
    }

    public String type(String type) {
        return catalogue.latest(type).map(t -> t.name().get(language())).orElse(type);
    }

    /// The name of a state of a record's procedure.
    public String state(String type, String state) {
        return catalogue
                .latest(type)
                .map(catalogue::machine)
                .flatMap(machine -> Optional.ofNullable(machine.states().get(state)))
                .map(names -> chinese() ? names.zh() : names.en())
                .orElse(state);
    }

    public String step(String step) {
        return Optional.ofNullable(catalogue.codeLists().get("procedure-step"))
                .flatMap(list -> list.find(step))
                .map(item -> chinese() ? item.zh() : item.en())
                .orElse(step);
    }

    /// Of a file: bytes, KiB or MiB.
    public String size(long bytes) {
        return bytes < 1024
                ? bytes + " B"
                : bytes < 1 << 20 ? (bytes >> 10) + " KiB" : "%.1f MiB".formatted(bytes / 1048576.0);
    }

    public String moment(Instant at) {
        return MOMENT.format(at);
    }

    /// How near a last day is: `overdue`, `soon` within three days, `later`.
    public String nearness(LocalDate due, LocalDate today) {
        return due.isBefore(today) ? "overdue" : due.isAfter(today.plusDays(3)) ? "later" : "soon";
    }

    public String role(io.concord.access.Role role) {
        return chinese() ? role.zh() : role.en();
    }

    /// A rule of terms in words: name, length, source; the bare number where the rule is gone.
    public String rule(Clock.Terms terms) {
        return clocks.row(terms)
                .map(rule -> rule.name().get(language())
                        + (chinese() ? "，" : ", ")
                        + rule.length(chinese())
                        + (chinese() ? "（" : " (")
                        + terms.rule()
                        + (chinese() ? "，" : ", ")
                        + rule.source()
                        + (chinese() ? "）" : ")"))
                .orElse(terms.rule());
    }

    /// The same, as short as a table has room for.
    public String ruleName(Clock.Terms terms) {
        return clocks.row(terms).map(rule -> rule.name().get(language())).orElse(terms.rule());
    }

    /// The day of a step, and when it came in: with the time alone where that was the same day.
    public String step(Transition step) {
        String at = moment(step.at());
        String on = step.on().toString();
        return at.startsWith(on) ? at : on + (chinese() ? "（" + at + " 登记）" : " (entered " + at + ")");
    }

    /// A number in an address; what cannot be read counts as not given.
    static long number(String text, long otherwise) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : otherwise;
    }

    static int page(String text) {
        return (int) Math.min(number(text, 0), 10_000);
    }

    RecordTypeDescriptor descriptor(String type) {
        return catalogue
                .latest(type)
                .orElseThrow(() -> new NotHere("没有业务类型 " + type, "there is no record type " + type));
    }

    /// What every page of the desk shows of who has signed in.
    String title(Person person) {
        return agency(person.agencyCode()) + " · " + person.name();
    }
}
