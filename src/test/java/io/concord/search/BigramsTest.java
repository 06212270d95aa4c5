package io.concord.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.Seeds;
import java.io.StringReader;
import java.util.Random;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.junit.jupiter.api.Test;

class BigramsTest {

    @Test
    void pairsOfNeighboursAndWholeWords() {
        assertThat(Bigrams.of("拖欠工资，共12人 N+1")).containsExactly("拖欠", "欠工", "工资", "共", "12", "人", "n", "1");
        assertThat(Bigrams.of("3D打印")).containsExactly("3d", "打印");
        assertThat(Bigrams.of("，。！")).isEmpty();
        assertThat(Bigrams.of("")).isEmpty();
    }

    /// Also beyond the tokenizer's buffer, every token is what stands at its place.
    @Test
    void offsetsNameThePlace() throws Exception {
        Random random = new Random(Seeds.of(1).findFirst().orElseThrow());
        String alphabet = "劳动合同加班费，。 12ab";
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 30_000; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        try (BigramTokenizer tokenizer = new BigramTokenizer()) {
            tokenizer.setReader(new StringReader(text.toString()));
            tokenizer.reset();
            int last = 0;
            int tokens = 0;
            while (tokenizer.incrementToken()) {
                OffsetAttribute offset = tokenizer.getAttribute(OffsetAttribute.class);
                String term = tokenizer.getAttribute(CharTermAttribute.class).toString();
                assertThat(Fold.of(text.substring(offset.startOffset(), offset.endOffset())))
                        .isEqualTo(term);
                assertThat(offset.startOffset()).isGreaterThanOrEqualTo(last);
                last = offset.startOffset();
                tokens++;
            }
            assertThat(tokens).isGreaterThan(10_000);
        }
    }
}
