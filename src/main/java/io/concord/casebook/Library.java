package io.concord.casebook;

import io.concord.platform.ConcordSettings;
import io.concord.schema.Catalogue;
import io.concord.schema.CodeList;
import io.concord.search.CaseDocument;
import io.concord.search.Lexicon;
import io.concord.search.LuceneEngine;
import io.concord.search.Ranking;
import io.concord.search.SearchEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/// This node's search index: caught up from the stream of changes, made anew beside the old one when its form has
/// changed or an operator says so, and never needed for anything but search.
@Component
public class Library implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Library.class);
    private static final int ROUND = 500;
    private static final long LOOK = 200;
    private static final long OLD_ONE = 5000;

    private final Casebook casebook;
    private final LawBook laws;
    private final Lexicon lexicon;
    private final ConcordSettings settings;
    private final InstantSource clock;
    private volatile SearchEngine cases = new Nothing();
    private volatile SearchEngine articles = new Nothing();
    private volatile boolean running;
    /// Of the index that answers; set by the worker alone.
    private int edition;

    Library(
            Casebook casebook,
            LawBook laws,
            Lexicon lexicon,
            ConcordSettings settings,
            DataSource database,
            InstantSource clock) {
        this.clock = clock;
        this.casebook = casebook;
        this.laws = laws;
        this.lexicon = lexicon;
        this.settings = settings;
    }

    public SearchEngine cases() {
        return cases;
    }

    public SearchEngine articles() {
        return articles;
    }

    public Lexicon lexicon() {
        return lexicon;
    }

    /// Articles that a question is about, in people's words or by law and number.
    public List<SearchEngine.Hit> article(String question, int size, SearchEngine.Audience audience) {
        if (question.isBlank()) {
            return List.of();
        }
        List<SearchEngine.Hit> hits =
                new ArrayList<>(articles.similar(new SearchEngine.Similar(question, null, size, null, audience)));
        // One that is named comes first.
        List<String> named = lexicon.citations().articles(question);
        hits.sort(java.util.Comparator.comparing((SearchEngine.Hit hit) -> !named.contains(hit.id())));
        return hits;
    }

    /// How many changes are not yet in the index.
    public long behind() {
        return Math.max(0, casebook.newestChange() - Math.max(0, cases.place()));
    }

    private Path folder() {
        return settings.data().resolve("search");
    }

    @Override
    public void start() {
        running = true;
        if (settings.isHub()) {
            Thread.ofVirtual().name("library").start(this::run);
        }
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run() {
        while (running) {
            try {
                if (cases instanceof Nothing) {
                    open();
                }
                while (running && catchUp(cases)) {
                    LOG.debug("at {}", cases.place());
                }
                int wanted = casebook.indexEdition();
                if (wanted != edition) {
                    makeAnew();
                    edition = wanted;
                }
                laws();
                Thread.sleep(LOOK);
            } catch (InterruptedException e) {
                break;
            } catch (IOException | RuntimeException e) {
                LOG.warn("the search index cannot be brought up to date and is tried again: {}", e.toString());
                try {
                    Thread.sleep(2000);
                } catch (InterruptedException stop) {
                    break;
                }
            }
        }
        cases.close();
        articles.close();
    }

    /// Answers nothing, and says so, until it has all there was at the start.
    private void open() throws IOException {
        Files.createDirectories(folder());
        edition = casebook.indexEdition();
        SearchEngine fresh = LuceneEngine.open(newest(), lexicon, Ranking.MEASURED, this::today);
        fill(fresh);
        articles = LuceneEngine.open(folder().resolve("articles"), lexicon, Ranking.ARTICLES, this::today);
        laws();
        cases = fresh;
    }

    private LocalDate today() {
        return Publications.today(clock.instant());
    }

    private void fill(SearchEngine engine) {
        long total = casebook.newestChange();
        while (running && catchUp(engine)) {
            LOG.info("the search index is being made: {} of {} changes", engine.place(), total);
        }
    }

    /// In a folder of its own, changed over when it is whole: searches go on meanwhile.
    private void makeAnew() throws InterruptedException {
        SearchEngine old = cases;
        SearchEngine fresh =
                LuceneEngine.open(folder().resolve("cases-" + clock.millis()), lexicon, Ranking.MEASURED, this::today);
        fill(fresh);
        cases = fresh;
        LOG.info("the search index was made anew: {} items", fresh.size());
        // Whoever has just taken the old one is done with it by then.
        Thread.sleep(OLD_ONE);
        old.close();
    }

    /// The index that was made last; older ones are deleted.
    private Path newest() throws IOException {
        List<Path> made;
        try (Stream<Path> list = Files.list(folder())) {
            made = list.filter(f -> f.getFileName().toString().startsWith("cases"))
                    .sorted()
                    .toList();
        }
        for (Path old : made.isEmpty() ? made : made.subList(0, made.size() - 1)) {
            FileSystemUtils.deleteRecursively(old);
        }
        return made.isEmpty() ? folder().resolve("cases") : made.getLast();
    }

    /// @return whether there is more
    private boolean catchUp(SearchEngine engine) {
        List<Item> changes = casebook.changesAfter(engine.place(), ROUND);
        if (changes.isEmpty()) {
            return false;
        }
        List<CaseDocument> shown = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        for (Item item : changes) {
            if (item.isPublished()) {
                shown.add(CaseBody.document(item, casebook.citedAs(CaseBody.aliases(item), item.id())));
            } else {
                gone.add(item.humanId());
            }
        }
        engine.put(shown);
        engine.remove(gone);
        engine.commit(changes.getLast().seq());
        return changes.size() == ROUND;
    }

    private void laws() {
        long wanted = laws.edition();
        if (articles.place() != wanted) {
            articles.clear();
            articles.put(laws.documents());
            articles.commit(wanted);
        }
    }

    /// Until the index is open, there is nothing to be found.
    private static final class Nothing implements SearchEngine {

        @Override
        public void put(java.util.Collection<CaseDocument> documents) {
            throw new IllegalStateException("the index is not open");
        }

        @Override
        public void remove(java.util.Collection<String> ids) {
            throw new IllegalStateException("the index is not open");
        }

        @Override
        public void clear() {
            throw new IllegalStateException("the index is not open");
        }

        @Override
        public void commit(long place) {
            throw new IllegalStateException("the index is not open");
        }

        @Override
        public long place() {
            return -1;
        }

        @Override
        public long size() {
            return 0;
        }

        @Override
        public Found find(Request request) {
            return new Found(0, List.of(), Map.of(), List.of("index-opening"), null);
        }

        @Override
        public List<Hit> similar(Similar similar) {
            return List.of();
        }

        @Override
        public java.util.Optional<String> explain(Request request, String id) {
            return java.util.Optional.empty();
        }

        @Override
        public List<Suggestion> suggest(String prefix, int size, Audience audience) {
            return List.of();
        }

        @Override
        public void close() {}
    }

    @Configuration
    static class Parts {

        @Bean
        Casebook casebook(DataSource database) {
            return new Casebook(database);
        }

        @Bean
        LawBook lawBook(DataSource database) {
            return new LawBook(database);
        }

        @Bean
        Lexicon lexicon(Catalogue catalogue, LawBook laws, InstantSource clock) {
            return lexiconOf(catalogue, laws.names(), Publications.today(clock.instant()));
        }
    }

    /// What the catalogue says of words, with the laws that are known here.
    public static Lexicon lexiconOf(Catalogue catalogue, List<String> lawNames, LocalDate today) {
        List<List<String>> groups = new ArrayList<>();
        catalogue.rules().get("synonyms", today).values().path("groups").forEach(g -> groups.add(CaseBody.texts(g)));
        Map<String, String> shortLaws = new LinkedHashMap<>();
        catalogue
                .rules()
                .get("short-laws", today)
                .values()
                .path("laws")
                .properties()
                .forEach(e -> shortLaws.put(e.getKey(), e.getValue().asText()));
        List<String> names = new ArrayList<>(lawNames);
        CodeList instruments = catalogue.codeLists().get("instrument");
        if (instruments != null) {
            instruments.items().forEach(i -> names.add(i.zh()));
        }
        List<String> causes = new ArrayList<>();
        CodeList register = catalogue.codeLists().get("cause-of-action");
        if (register != null) {
            register.items().forEach(i -> causes.add(i.zh()));
        }
        return new Lexicon(groups, causes, names, shortLaws);
    }
}
