package io.concord.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concord.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Random;
import java.util.stream.LongStream;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {

    static LongStream seeds() {
        return Seeds.of(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|",
                "[]|",
                "`\"x\"`|",
                "0|",
                "-1|",
                "9007199254740991|",
                "-9007199254740991|",
                "true|",
                "null|",
                "`{\"a\":1,\"b\":[{},[],\"工资\"]}`|",
                "`{\"a\": 1}`|NOT_CANONICAL",
                "`{\"b\":1,\"a\":2}`|NOT_CANONICAL",
                "` 1`|NOT_CANONICAL",
                "`[1, 2]`|NOT_CANONICAL",
                "`[1 ]`|NOT_CANONICAL",
                "-0|NOT_CANONICAL",
                "`\"\\/\"`|NOT_CANONICAL",
                "`\"\\u0041\"`|NOT_CANONICAL",
                "`\"\\u001F\"`|NOT_CANONICAL",
                "`\"\\u000a\"`|NOT_CANONICAL",
                "`\"\\ud83d\\ude00\"`|NOT_CANONICAL",
                "`\"\\ud83d\"`|LONE_SURROGATE",
                "`\"\\ude00\\ud83d\"`|LONE_SURROGATE",
                "`\"\\u0000\"`|NUL",
                "`{\"a\":1,\"a\":2}`|DUPLICATE_KEY",
                "1.0|FRACTION_OR_EXPONENT",
                "1e3|FRACTION_OR_EXPONENT",
                "01|LEADING_ZERO",
                "-01|LEADING_ZERO",
                "9007199254740992|INTEGER_RANGE",
                "-9007199254740992|INTEGER_RANGE",
                "123456789012345678901234567890|INTEGER_RANGE",
                "`{}x`|TRAILING_BYTES",
                "`[1}`|SYNTAX",
                "`[1`|SYNTAX",
                "`{\"a\"}`|SYNTAX",
                "`{\"a\":}`|SYNTAX",
                "`[,]`|SYNTAX",
                "`[1,]`|SYNTAX",
                "tru|SYNTAX",
                "`{a:1}`|SYNTAX",
                "`\"\\x\"`|SYNTAX",
                "-|SYNTAX",
                "`''`|SYNTAX"
            })
    void saysWhatIsWrong(String json, JsonFault fault) {
        Gate gate = CanonicalJson.check(json.getBytes(StandardCharsets.UTF_8), 1 << 20);
        if (fault == null) {
            assertThat(gate).isInstanceOf(Gate.Passed.class);
        } else {
            assertThat(gate)
                    .isInstanceOfSatisfying(
                            Gate.Refused.class, r -> assertThat(r.fault()).isEqualTo(fault));
        }
    }

    @Test
    void refusesMoreThanSixtyFourLevelsWithoutRecursing() {
        String ok = "[".repeat(64) + "]".repeat(64);
        assertThat(CanonicalJson.check(bytes(ok), 1 << 20)).isInstanceOf(Gate.Passed.class);
        assertThat(CanonicalJson.check(bytes("[".repeat(10_000_000)), 1 << 30))
                .isEqualTo(new Gate.Refused(JsonFault.TOO_DEEP, 64));
        assertThatThrownBy(() -> CanonicalJson.canonicalise(bytes("[".repeat(65) + "]".repeat(65))))
                .hasMessageContaining("json-too-deep");
    }

    @Test
    void refusesWhatIsLargerThanItsTypeAllows() {
        assertThat(CanonicalJson.check(bytes("\"0123456789\""), 11))
                .isEqualTo(new Gate.Refused(JsonFault.TOO_LARGE, 11));
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        assertThat(fault(new byte[] {'"', (byte) 0xC0, (byte) 0xAF, '"'})).isEqualTo(JsonFault.INVALID_UTF8);
        assertThat(fault(new byte[] {'"', (byte) 0xE4, (byte) 0xB8, '"'})).isEqualTo(JsonFault.INVALID_UTF8);
        assertThat(fault(new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'}))
                .isEqualTo(JsonFault.LONE_SURROGATE);
        assertThat(fault(new byte[] {'"', (byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80, '"'}))
                .isEqualTo(JsonFault.INVALID_UTF8);
        assertThat(fault(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, '1'}))
                .isEqualTo(JsonFault.BYTE_ORDER_MARK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-9223372036854775808", "9223372036854775807", "-9007199254740992", "18446744073709551616"})
    void writesNoIntegerOutOfRange(String number) {
        assertThatThrownBy(() -> CanonicalJson.canonicalise(bytes(number))).hasMessageContaining("json-integer-range");
    }

    @Test
    void ordersKeysByUtf16CodeUnits() {
        // U+10000 is D800 DC00 in UTF-16 and so comes before U+E000, although its UTF-8 bytes come after.
        assertThat(new String(
                        CanonicalJson.canonicalise(bytes("{\"\uE000\":1,\"\uD800\uDC00\":2}")), StandardCharsets.UTF_8))
                .isEqualTo("{\"\uD800\uDC00\":2,\"\uE000\":1}");
    }

    @Test
    void tellsWhetherTextIsInNormalFormC() {
        assertThat(CanonicalJson.check(bytes("\"é工资\""), 100)).isEqualTo(new Gate.Passed(true));
        assertThat(CanonicalJson.check(bytes("\"e\u0301\""), 100)).isEqualTo(new Gate.Passed(false));
        assertThat(CanonicalJson.check(bytes("\"\uF900\""), 100)).isEqualTo(new Gate.Passed(false));
    }

    @Test
    void skipsTheSlowCheckOnlyForWhatNormalisationNeverTouches() {
        for (int c = 0x300; c < 0x10000; c++) {
            if (CanonicalGate.staysUnderNfc(c)) {
                String text = "一" + Character.toString(c);
                assertThat(Normalizer.normalize(text, Normalizer.Form.NFC))
                        .as("U+%04X", c)
                        .isEqualTo(text);
                assertThat(Character.getType(c))
                        .as("U+%04X combines", c)
                        .isNotIn((int) Character.NON_SPACING_MARK, (int) Character.ENCLOSING_MARK, (int)
                                Character.COMBINING_SPACING_MARK);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void canonicalFormsPassAndAreFixedPoints(long seed) {
        JsonNode value = new RandomJson(new Random(seed)).value(5);
        byte[] canonical = CanonicalJson.write(value);
        assertThat(CanonicalJson.check(canonical, 1 << 20)).isInstanceOf(Gate.Passed.class);
        assertThat(CanonicalJson.canonicalise(canonical)).isEqualTo(canonical);
        assertThat(CanonicalJson.parse(canonical)).isEqualTo(CanonicalJson.parse(CanonicalJson.write(value)));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theGatePassesExactlyWhatTheWriterWrites(long seed) {
        Random random = new Random(seed);
        byte[] mutated = CanonicalJson.write(new RandomJson(random).value(4));
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
        boolean passes = CanonicalJson.check(mutated, 1 << 20) instanceof Gate.Passed;
        assertThat(passes).isEqualTo(isOwnCanonicalForm(mutated));
    }

    private static boolean isOwnCanonicalForm(byte[] bytes) {
        try {
            return java.util.Arrays.equals(CanonicalJson.canonicalise(bytes), bytes);
        } catch (CanonicalJson.NotCanonicalisable e) {
            return false;
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void agreesWithTheJavaPeerInsideOurSubset(long seed) throws IOException {
        JsonNode value = new RandomJson(new Random(seed)).value(4);
        JsonNode wrapped = new ObjectMapper().createArrayNode().add(value);
        assertThat(new JsonCanonicalizer(json(wrapped)).getEncodedUTF8()).isEqualTo(CanonicalJson.write(wrapped));
    }

    @Test
    void theJavaPeerMapsDifferentDocumentsToTheSameBytesAndWeDoNot() throws IOException {
        byte[] one = new JsonCanonicalizer("[\"\\ud800\"]").getEncodedUTF8();
        byte[] other = new JsonCanonicalizer("[\"\\ud801\"]").getEncodedUTF8();
        assertThat(one).isEqualTo(other);
        assertThat(new JsonCanonicalizer("[9007199254740992]").getEncodedUTF8())
                .isEqualTo(new JsonCanonicalizer("[9007199254740993]").getEncodedUTF8());
        assertThatThrownBy(() -> CanonicalJson.canonicalise(bytes("[\"\\ud800\"]")))
                .hasMessageContaining("lone-surrogate");
        assertThatThrownBy(() -> CanonicalJson.canonicalise(bytes("[9007199254740993]")))
                .hasMessageContaining("integer-range");
    }

    private static String json(JsonNode value) throws JsonProcessingException {
        return new ObjectMapper().writeValueAsString(value);
    }

    private static JsonFault fault(byte[] bytes) {
        return ((Gate.Refused) CanonicalJson.check(bytes, 1 << 20)).fault();
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
