package io.concord.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for every labelled text, tuned on or not.
class RedactionSamplesTest {

    private static final Set<Kind> HARD =
            Set.of(Kind.ID_NUMBER, Kind.PHONE, Kind.ACCOUNT, Kind.USCC, Kind.EMAIL, Kind.PLATE, Kind.DOCKET);
    private static final Redactor REDACTOR = LabelledText.REDACTOR;

    static Stream<LabelledText> texts() {
        return LabelledText.all().stream();
    }

    static Stream<LabelledText> traps() {
        return texts().filter(text -> text.spans().isEmpty());
    }

    @Test
    void areManyAndHalfOfThemNeverTunedOn() {
        assertThat(LabelledText.all()).hasSizeGreaterThanOrEqualTo(60);
        assertThat(LabelledText.of("test")).hasSizeGreaterThanOrEqualTo(30);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void loseEveryHardIdentifier(LabelledText text) {
        List<Finding> found = text.found();
        assertThat(text.spans())
                .filteredOn(span -> HARD.contains(span.kind()))
                .allMatch(span -> RedactionEvaluation.covered(span, found));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void loseEveryPartyOfTheMatter(LabelledText text) {
        List<Finding> found = text.found();
        assertThat(text.spans())
                .filteredOn(span -> text.known().persons().stream()
                        .anyMatch(person -> person.name().equals(span.text())
                                || person.aliases().contains(span.text())))
                .allMatch(span -> found.stream().anyMatch(finding -> RedactionEvaluation.same(finding, span)));
    }

    @ParameterizedTest
    @MethodSource("traps")
    void areLeftAloneWhereNothingIsToBeHidden(LabelledText text) {
        assertThat(text.found()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("texts")
    void haveNothingLeftToFindOnceMasked(LabelledText text) {
        Redacted redacted = Redactor.apply(text.text(), text.found());
        List<Finding> again = REDACTOR.sure(REDACTOR.find(redacted.text(), text.known(), text.profile()));
        assertThat(Redactor.apply(redacted.text(), again).text()).isEqualTo(redacted.text());
        assertThat(again).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("texts")
    void passTheGateOnceMasked(LabelledText text) {
        Redacted redacted = Redactor.apply(text.text(), text.found());
        assertThat(REDACTOR.residuals(redacted.text(), text.known(), redacted.map()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("texts")
    void giveOneMaskToOnePerson(LabelledText text) {
        List<Finding> persons = text.found().stream()
                .filter(finding -> finding.kind() == Kind.PERSON || finding.kind() == Kind.STAFF)
                .toList();
        assertThat(persons)
                .allMatch(one -> persons.stream()
                        .filter(other -> other.original().equals(one.original()))
                        .allMatch(
                                other -> other.mask().strip().equals(one.mask().strip())));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void expectWhatTheirSpansSay(LabelledText text) {
        assertThat(text.spans())
                .allMatch(
                        span -> text.text().substring(span.start(), span.end()).equals(span.text()));
    }
}
