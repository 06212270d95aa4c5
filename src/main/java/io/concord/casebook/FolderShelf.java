package io.concord.casebook;

import io.concord.search.Lexicon;
import io.concord.search.LuceneEngine;
import io.concord.search.Ranking;
import io.concord.search.SearchEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/// Lucene indexes in folders of this node.
final class FolderShelf implements Shelf {

    private final Path folder;
    private final Lexicon lexicon;
    private final InstantSource clock;
    /// Used by the worker of [Library] alone.
    private int edition;

    FolderShelf(Path folder, Lexicon lexicon, InstantSource clock) {
        this.folder = folder;
        this.lexicon = lexicon;
        this.clock = clock;
    }

    @Override
    public boolean shared() {
        return false;
    }

    @Override
    public Optional<SearchEngine> cases(int edition) throws IOException {
        Files.createDirectories(folder);
        this.edition = edition;
        return Optional.of(open(newest(), Ranking.MEASURED));
    }

    @Override
    public int edition() {
        return edition;
    }

    @Override
    public SearchEngine anew(int edition) {
        return open(folder.resolve("cases-" + clock.millis()), Ranking.MEASURED);
    }

    @Override
    public SearchEngine answers(SearchEngine fresh, int edition) {
        this.edition = edition;
        return fresh;
    }

    /// At the next start: a folder that is still open is better left alone.
    @Override
    public void tidy() {}

    @Override
    public SearchEngine articles() {
        return open(folder.resolve("articles"), Ranking.ARTICLES);
    }

    private SearchEngine open(Path index, Ranking ranking) {
        return LuceneEngine.open(index, lexicon, ranking, () -> Publications.today(clock.instant()));
    }

    /// The index that was made last; older ones are deleted.
    private Path newest() throws IOException {
        List<Path> made;
        try (Stream<Path> list = Files.list(folder)) {
            made = list.filter(f -> f.getFileName().toString().startsWith("cases"))
                    .sorted()
                    .toList();
        }
        for (Path old : made.isEmpty() ? made : made.subList(0, made.size() - 1)) {
            FileSystemUtils.deleteRecursively(old);
        }
        return made.isEmpty() ? folder.resolve("cases") : made.getLast();
    }
}
