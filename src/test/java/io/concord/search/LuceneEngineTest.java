package io.concord.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LuceneEngineTest extends SearchEngineContract {

    @TempDir
    Path folder;

    @Override
    SearchEngine open() {
        return LuceneEngine.open(folder.resolve("cases"), LEXICON, Ranking.MEASURED, PUBLIC::today);
    }

    /// Each test has a folder of its own.
    @Override
    void empty() {}

    @Test
    void whatWasNotCommittedIsNotThere() {
        engine.put(List.of(one("E", "未提交", "未提交。", "V01", "519901", true, null)));
        engine.close();
        engine = open();
        assertThat(engine.place()).isEqualTo(4);
        assertThat(engine.size()).isEqualTo(4);
    }
}
