package io.concord.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LatestTest {

    @Test
    void theLastWholeOneAnswersWhileTheNextIsMadeOnce() {
        AtomicInteger made = new AtomicInteger();
        Semaphore go = new Semaphore(1);
        Latest<Integer> latest = new Latest<>("numbers", () -> {
            go.acquireUninterruptibly();
            return made.incrementAndGet();
        });
        assertThat(latest.get()).as("the first is waited for").isEqualTo(1);
        for (int i = 0; i < 100; i++) {
            latest.refresh();
        }
        assertThat(latest.get()).isEqualTo(1);
        go.release(10);
        await().until(() -> latest.get() > 1);
        await().during(java.time.Duration.ofMillis(300)).until(() -> made.get() <= 3);
    }

    @Test
    void aFailureIsToldToWhoWaitsAndTheNextMayDo() {
        AtomicInteger tries = new AtomicInteger();
        Latest<String> latest = new Latest<>("texts", () -> {
            if (tries.incrementAndGet() == 1) {
                throw new IllegalArgumentException("not yet");
            }
            return "here";
        });
        assertThatThrownBy(latest::get).hasRootCauseMessage("not yet");
        assertThat(latest.get()).isEqualTo("here");
    }
}
