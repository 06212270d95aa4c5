package io.concord.desk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PagesTest {

    @Test
    void aNumberThatCannotBeReadCountsAsNotGiven() {
        assertThat(Pages.number("abc", 7)).isEqualTo(7);
        assertThat(Pages.number("", 7)).isEqualTo(7);
        assertThat(Pages.number("99999999999999999999", 7)).isEqualTo(7);
        assertThat(Pages.number("12", 7)).isEqualTo(12);
        assertThat(Pages.page("-1")).isZero();
        assertThat(Pages.page("3")).isEqualTo(3);
    }
}
