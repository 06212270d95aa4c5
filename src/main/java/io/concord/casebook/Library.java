package io.concord.casebook;

import io.concord.platform.ConcordSettings;
import io.concord.schema.Catalogue;
import io.concord.schema.CodeList;
import io.concord.search.CaseDocument;
import io.concord.search.Citations;
import io.concord.search.Lexicon;
import io.concord.search.SearchEngine;
import io.concord.search.Solr;
import java.io.IOException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/// What searches go to: caught up from the stream of changes, made anew beside the old one when its form has changed
/// or an operator says so, and never needed for anything but search. An index of this node, or one that all nodes
/// share, of whom one writes at a time.
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
    private final Shelf shelf;
    private volatile SearchEngine cases = new Nothing();
    private volatile SearchEngine articles = new Nothing();
    private volatile boolean running;
    /// How far the stream of changes has been read, as last seen; set by the worker alone.
    private volatile long read = -1;

    Library(Casebook casebook, LawBook laws, Lexicon lexicon, ConcordSettings settings, Shelf shelf) {
        this.shelf = shelf;
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
        List<SearchEngine.Hit> like = articles.similar(new SearchEngine.Similar(question, null, size, null, audience));
        double best = like.isEmpty() ? 1 : like.getFirst().score();
        Map<String, SearchEngine.Hit> hits = new LinkedHashMap<>();
        // Those that are named come first, whatever their words.
        for (String named : lexicon.citations().articles(question)) {
            articles.find(new SearchEngine.Request(
                            "id:\"" + named + "\"", Map.of(), "relevance", 0, 1, false, audience))
                    .hits()
                    .forEach(hit -> hits.put(
                            hit.id(),
                            new SearchEngine.Hit(
                                    hit.id(),
                                    hit.sourceId(),
                                    best + 1,
                                    List.of(),
                                    List.of("引用：" + Citations.spoken(named)))));
        }
        like.forEach(hit -> hits.putIfAbsent(hit.id(), hit));
        return hits.values().stream().limit(size).toList();
    }

    /// How many changes are not yet in the index.
    public long behind() {
        return Math.max(0, casebook.newestChange() - Math.max(0, read));
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
                int wanted = casebook.indexEdition();
                if (cases instanceof Nothing) {
                    open(wanted);
                } else {
                    alone(() -> bringUpToDate(wanted));
                }
                read = cases.place();
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

    private interface Step {
        void go() throws IOException, InterruptedException;
    }

    /// One node at a time writes what all share.
    private boolean alone(Step step) throws IOException, InterruptedException {
        if (!shelf.shared()) {
            step.go();
            return true;
        }
        try (Casebook.Turn turn = casebook.turn("library")) {
            if (turn.mine()) {
                step.go();
            }
            return turn.mine();
        }
    }

    /// Answers nothing, and says so, until it has all there was at the start.
    private void open(int wanted) throws IOException, InterruptedException {
        if (articles instanceof Nothing) {
            articles = shelf.articles();
        }
        boolean made = alone(() -> {
            Optional<SearchEngine> kept = shelf.cases(wanted);
            SearchEngine engine = kept.isPresent() ? kept.get() : shelf.anew(wanted);
            boolean answers = false;
            try {
                fill(engine);
                laws();
                if (running) {
                    cases = kept.isPresent() ? engine : shelf.answers(engine, wanted);
                    answers = true;
                }
            } finally {
                closeUnless(answers, engine);
            }
        });
        if (!made) {
            // Another node writes, and makes it where there is none.
            shelf.cases(wanted).ifPresent(engine -> cases = engine);
        }
    }

    private void bringUpToDate(int wanted) throws InterruptedException {
        while (running && catchUp(cases)) {
            LOG.debug("at {}", cases.place());
        }
        if (running && wanted != shelf.edition()) {
            makeAnew(wanted);
        }
        laws();
    }

    /// An index that is left open could not be opened at the next try.
    private static void closeUnless(boolean answers, SearchEngine engine) {
        if (!answers) {
            engine.close();
        }
    }

    private void fill(SearchEngine engine) {
        long total = casebook.newestChange();
        while (running && catchUp(engine)) {
            LOG.info("the search index is being made: {} of {} changes", engine.place(), total);
        }
    }

    /// Beside the one that answers, changed over when it is whole: searches go on meanwhile.
    private void makeAnew(int wanted) throws InterruptedException {
        SearchEngine old = cases;
        SearchEngine fresh = shelf.anew(wanted);
        boolean answers = false;
        try {
            fill(fresh);
            if (!running) {
                return;
            }
            cases = shelf.answers(fresh, wanted);
            answers = true;
        } finally {
            closeUnless(answers, fresh);
        }
        LOG.info("the search index was made anew: {} items", cases.size());
        // Whoever has just taken the old one is done with it by then.
        Thread.sleep(OLD_ONE);
        old.close();
        shelf.tidy();
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
    @EnableConfigurationProperties(SearchSettings.class)
    static class Parts {

        @Bean
        Casebook casebook(DataSource database) {
            return new Casebook(database);
        }

        @Bean
        Editions editions(DataSource database) {
            return new Editions(database);
        }

        @Bean
        LawBook lawBook(DataSource database) {
            return new LawBook(database);
        }

        @Bean
        Shelf shelf(SearchSettings search, ConcordSettings settings, Lexicon lexicon, InstantSource clock) {
            return switch (search.engine()) {
                case LUCENE -> new FolderShelf(settings.data().resolve("search"), lexicon, clock);
                case SOLR ->
                    new SolrShelf(
                            new Solr(
                                    search.solr(),
                                    search.solrPrefix(),
                                    search.shards(),
                                    search.replicas(),
                                    search.solrCredentials()),
                            lexicon,
                            clock);
            };
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
        return new Lexicon(groups, causes, names, shortLaws, called(catalogue));
    }

    /// Codes by their names: people ask for 四川, the index has 510000.
    private static List<Lexicon.Named> called(Catalogue catalogue) {
        List<Lexicon.Named> called = new ArrayList<>();
        Map.of(
                        "region",
                        "region",
                        "agency",
                        "agency-kind",
                        "industry",
                        "industry-section",
                        "outcome",
                        "outcome",
                        "employment",
                        "new-form-relation",
                        "field",
                        "violation")
                .forEach((field, list) -> {
                    CodeList codes = catalogue.codeLists().get(list);
                    for (CodeList.Item item : codes == null ? List.<CodeList.Item>of() : codes.items()) {
                        String pattern = switch (field) {
                            case "region" -> item.code().replaceFirst("(00)+$", "") + "*";
                            case "agency" -> "*-" + item.code() + "-*";
                            default -> item.code();
                        };
                        called.add(new Lexicon.Named(field, item.zh(), pattern));
                        called.add(new Lexicon.Named(field, item.en(), pattern));
                    }
                });
        return called;
    }
}
