package io.concord.casebook;

import io.concord.search.Lexicon;
import io.concord.search.Ranking;
import io.concord.search.SearchEngine;
import io.concord.search.Solr;
import io.concord.search.SolrEngine;
import java.time.InstantSource;
import java.util.Optional;

/// Collections of a SolrCloud, the same for all nodes: `concord-cases-1-7` is the seventh edition of format 1, and
/// `concord-cases-1` the alias of the one that answers.
final class SolrShelf implements Shelf {

    private final Solr solr;
    private final Lexicon lexicon;
    private final InstantSource clock;

    SolrShelf(Solr solr, Lexicon lexicon, InstantSource clock) {
        this.solr = solr;
        this.lexicon = lexicon;
        this.clock = clock;
    }

    @Override
    public boolean shared() {
        return true;
    }

    private String alias() {
        return solr.name("cases");
    }

    @Override
    public Optional<SearchEngine> cases(int edition) {
        return solr.behind(alias()).map(collection -> open(alias(), Ranking.MEASURED));
    }

    @Override
    public int edition() {
        return solr.behind(alias())
                .map(collection -> Integer.parseInt(collection.substring(alias().length() + 1)))
                .orElse(-1);
    }

    @Override
    public SearchEngine anew(int edition) {
        String collection = alias() + "-" + edition;
        // Left by a node that did not come to its end.
        if (solr.collections().contains(collection)) {
            solr.delete(collection);
        }
        return open(collection, Ranking.MEASURED);
    }

    @Override
    public SearchEngine answers(SearchEngine fresh, int edition) {
        solr.point(alias(), alias() + "-" + edition);
        return open(alias(), Ranking.MEASURED);
    }

    @Override
    public void tidy() {
        String answers = solr.behind(alias()).orElseThrow();
        solr.collections().stream()
                .filter(name -> name.startsWith(alias() + "-") && !name.equals(answers))
                .forEach(solr::delete);
    }

    @Override
    public SearchEngine articles() {
        return open(solr.name("articles"), Ranking.ARTICLES);
    }

    private SearchEngine open(String collection, Ranking ranking) {
        return SolrEngine.open(solr, collection, lexicon, ranking, () -> Publications.today(clock.instant()));
    }
}
