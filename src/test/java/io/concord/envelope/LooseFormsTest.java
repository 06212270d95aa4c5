package io.concord.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LooseFormsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "江东工监意[2025]12号",
                "江东工监意〔2025〕12号",
                "江东工监意(2025)第12号",
                "江东工监意【2025】012号",
                "江东工监意［２０２５］１２号",
                " 江东工监意 [2025] 12 号文"
            })
    void readsDocumentNumbersInAnyHabit(String written) {
        assertThat(LooseForms.documentNumber(written)).contains("江东工监意〔2025〕12号");
    }

    @ParameterizedTest
    @ValueSource(strings = {"江东工监意12号", "[2025]12号", "江东工监意[25]12号", "江东工监意[2025]0号", ""})
    void guessesNoDocumentNumber(String written) {
        assertThat(LooseForms.documentNumber(written)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"(2026) 川9901民特15号|（2026）川9901民特15号", "（2024）最高法民申1号之一|（2024）最高法民申1号之一"})
    void readsCourtDockets(String written, String normal) {
        assertThat(LooseForms.courtDocket(written)).contains(normal);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"309,200.00|30920000", "309200|30920000", "￥12.5元|1250", "０.０１|1", "15，600.00元|1560000"})
    void readsYuanAsFen(String written, long fen) {
        assertThat(LooseForms.fen(written)).contains(fen);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.234", "30,92", "三十万", "1e5", "", "99999999999999999999"})
    void guessesNoAmount(String written) {
        assertThat(LooseForms.fen(written)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-12-22", "20251222", "2025年12月22日", "2025.12.22", "2025/12/22"})
    void readsDates(String written) {
        assertThat(LooseForms.date(written)).contains(LocalDate.of(2025, 12, 22));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-02-30", "2025-13-01", "25-12-22", "明天", ""})
    void guessesNoDate(String written) {
        assertThat(LooseForms.date(written)).isEqualTo(Optional.empty());
    }
}
