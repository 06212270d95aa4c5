package io.concord.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.Shared;
import io.concord.envelope.CanonicalJson.NotCanonicalisable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CanonicalJsonVectorsTest {

    /// Files that a JSON parser must accept and we refuse, with our reason; everything else of `y_` must
    /// canonicalise.
    private static final Map<String, JsonFault> REFUSED_ON_PURPOSE = Map.ofEntries(
            Map.entry("y_number.json", JsonFault.FRACTION_OR_EXPONENT),
            Map.entry("y_number_0e+1.json", JsonFault.FRACTION_OR_EXPONENT),
            Map.entry("y_number_0e1.json", JsonFault.FRACTION_OR_EXPONENT),
            Map.entry("y_number_double_close_to_zero.json", JsonFault.FRACTION_OR_EXPONENT),
            Map.entry("y_number_int_with_exp.json", JsonFault.FRACTION_OR_EXPONENT),
            Map.entry("y_number_real_capital_e.json", JsonFault.FRACTION_OR_EXPONENT),
            Map.entry("y_number_real_capital_e_neg_exp.json", JsonFault.FRACTION_OR_EXPONENT),
            Map.entry("y_number_real_capital_e_pos_exp.json", JsonFault.FRACTION_OR_EXPONENT),
            Map.entry("y_number_real_exponent.json", JsonFault.FRACTION_OR_EXPONENT),
            Map.entry("y_number_real_fraction_exponent.json", JsonFault.FRACTION_OR_EXPONENT),
            Map.entry("y_number_real_neg_exp.json", JsonFault.FRACTION_OR_EXPONENT),
            Map.entry("y_number_real_pos_exponent.json", JsonFault.FRACTION_OR_EXPONENT),
            Map.entry("y_number_simple_real.json", JsonFault.FRACTION_OR_EXPONENT),
            Map.entry("y_object_extreme_numbers.json", JsonFault.FRACTION_OR_EXPONENT),
            Map.entry("y_structure_lonely_negative_real.json", JsonFault.FRACTION_OR_EXPONENT),
            Map.entry("y_string_last_surrogates_1_and_2.json", JsonFault.NONCHARACTER),
            Map.entry("y_object_duplicated_key.json", JsonFault.DUPLICATE_KEY),
            Map.entry("y_object_duplicated_key_and_value.json", JsonFault.DUPLICATE_KEY),
            Map.entry("y_object_escaped_null_in_key.json", JsonFault.NUL),
            Map.entry("y_string_null_escape.json", JsonFault.NUL),
            Map.entry("y_string_escaped_noncharacter.json", JsonFault.NONCHARACTER),
            Map.entry("y_string_nonCharacterInUTF-8_U+10FFFF.json", JsonFault.NONCHARACTER),
            Map.entry("y_string_nonCharacterInUTF-8_U+FFFF.json", JsonFault.NONCHARACTER),
            Map.entry("y_string_unicode_U+10FFFE_nonchar.json", JsonFault.NONCHARACTER),
            Map.entry("y_string_unicode_U+1FFFE_nonchar.json", JsonFault.NONCHARACTER),
            Map.entry("y_string_unicode_U+FDD0_nonchar.json", JsonFault.NONCHARACTER),
            Map.entry("y_string_unicode_U+FFFE_nonchar.json", JsonFault.NONCHARACTER));

    @Test
    void agreesWithTheJsonTestSuite() throws IOException {
        Map<String, String> surprises = new TreeMap<>();
        int seen = 0;
        for (Path file : files("vectors/json-test-suite/test_parsing")) {
            String name = file.getFileName().toString();
            byte[] bytes = Files.readAllBytes(file);
            JsonFault fault = faultOf(bytes);
            if (name.startsWith("y_") && fault != REFUSED_ON_PURPOSE.get(name)
                    || name.startsWith("n_") && fault == null) {
                surprises.put(name, String.valueOf(fault));
            }
            if (name.startsWith("n_") && CanonicalJson.check(bytes, 1 << 20) instanceof Gate.Passed) {
                surprises.put(name, "the gate let it pass");
            }
            seen++;
        }
        assertThat(surprises).isEmpty();
        assertThat(seen).isEqualTo(318);
    }

    @Test
    void everyCanonicalFormOfTheSuitePassesTheGateAndIsItsOwnForm() throws IOException {
        for (Path file : files("vectors/json-test-suite/test_parsing")) {
            byte[] bytes = Files.readAllBytes(file);
            if (faultOf(bytes) == null) {
                byte[] canonical = CanonicalJson.canonicalise(bytes);
                assertThat(CanonicalJson.check(canonical, 1 << 20))
                        .as("%s", file)
                        .isInstanceOf(Gate.Passed.class);
                assertThat(CanonicalJson.canonicalise(canonical)).isEqualTo(canonical);
            }
        }
    }

    @Test
    void givesTheOutputOfTheRfc8785VectorsOrRefusesTheirFractions() throws IOException {
        int equal = 0;
        for (Path input : files("vectors/jcs/testdata/input")) {
            byte[] output = Files.readAllBytes(
                    Shared.path("vectors/jcs/testdata/output").resolve(input.getFileName()));
            JsonFault fault = faultOf(Files.readAllBytes(input));
            if (fault == null) {
                assertThat(CanonicalJson.canonicalise(Files.readAllBytes(input)))
                        .as("%s", input)
                        .isEqualTo(output);
                assertThat(CanonicalJson.check(output, 1 << 20)).isInstanceOf(Gate.Passed.class);
                equal++;
            } else {
                assertThat(fault).as("%s", input).isEqualTo(JsonFault.FRACTION_OR_EXPONENT);
            }
        }
        assertThat(equal).isGreaterThanOrEqualTo(4);
    }

    private static @Nullable JsonFault faultOf(byte[] json) {
        try {
            CanonicalJson.canonicalise(json);
            return null;
        } catch (NotCanonicalisable e) {
            return e.fault();
        }
    }

    private static List<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(Shared.path(folder))) {
            return files.sorted().toList();
        }
    }
}
