package io.concord.casebook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LawBookTest {

    @ParameterizedTest
    @CsvSource({
        "试验法(2022-10-30), 本法自2023年1月1日起施行。, 2023-01-01",
        "试验条例(2019-12-30), 本条例自二〇二〇年五月一日起施行。, 2020-05-01",
        "试验法(2012-12-28), 本法自2008年1月1日起施行。, 2012-12-28",
        "试验法(2012-12-28), 本法自公布之日起施行。, 2012-12-28",
        "试验法(2022-10-30), 本法自2023年13月1日起施行。, 2022-10-30",
    })
    void aVersionCountsFromWhenItSays(String name, String last, String day) {
        assertThat(LawBook.parse(name, "第一条 工资按月支付。\n\n第二条 " + last + "\n"))
                .hasSize(2)
                .allMatch(article -> article.version().toString().equals(day));
    }
}
