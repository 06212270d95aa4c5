package io.concord.desk;

import io.concord.access.Person;
import io.concord.agency.Agencies;
import io.concord.envelope.ChinaTime;
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

    Pages(Catalogue catalogue, Agencies agencies) {
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
