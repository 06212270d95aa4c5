package io.concord.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FoldTest {

    @Test
    void writingsOfTheSameAreEqual() {
        assertThat(Fold.of("勞動爭議ＡＢＣ１２３（２０２６）")).isEqualTo("劳动争议abc123(2026)");
        assertThat(Fold.of("一函两书")).isEqualTo("一函两书");
    }

    @Test
    void placesStayWhereTheyAre() {
        String all = "ﬁ №㊥Ⅷ加班費・欠薪！";
        assertThat(Fold.of(all)).hasSameSizeAs(all);
    }
}
