package io.concord.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckDigitsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "91350100M000100Y43",
                "91519901MAFKE0025L",
                "13519901FKE000024E",
                "11519901FKE000040A",
                "51239901FKF0000854"
            })
    void acceptsRightCreditCodes(String code) {
        assertThat(CheckDigits.isUnifiedSocialCreditCode(code)).isTrue();
    }

    @Test
    void refusesACreditCodeAfterAnySingleCharacterChange() {
        String code = "91350100M000100Y43";
        for (int i = 0; i < code.length(); i++) {
            char other = code.charAt(i) == '7' ? '8' : '7';
            String changed = code.substring(0, i) + other + code.substring(i + 1);
            assertThat(CheckDigits.isUnifiedSocialCreditCode(changed))
                    .as(changed)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"11010519491231002X", "440524188001010014", "519901198001010017", "51990119810817007X"})
    void acceptsRightCitizenNumbers(String number) {
        assertThat(CheckDigits.isCitizenNumber(number)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"110105194912310021", "11010519491231002x", "519901198002300017", "51990119800101001", ""})
    void refusesWrongCitizenNumbers(String number) {
        assertThat(CheckDigits.isCitizenNumber(number)).isFalse();
    }
}
