package io.concord.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.automaton.Automata;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.CompiledAutomaton;
import org.apache.lucene.util.automaton.Operations;

/// The words of an index of this node.
record LuceneVocabulary(IndexReader reader) implements Vocabulary {

    @Override
    public List<String> containing(String field, String character, boolean beginning, boolean ending) {
        Automaton one = Automata.makeString(character);
        List<Automaton> any = new ArrayList<>(List.of(one));
        if (beginning) {
            any.add(Operations.concatenate(List.of(one, Automata.makeAnyChar())));
        }
        if (ending) {
            any.add(Operations.concatenate(List.of(Automata.makeAnyChar(), one)));
        }
        List<String> found = new ArrayList<>();
        try {
            Terms terms = MultiTerms.getTerms(reader, field);
            if (terms != null) {
                Automaton union = Operations.determinize(Operations.union(any), 1000);
                TermsEnum matching = new CompiledAutomaton(union, true, true, false).getTermsEnum(terms);
                for (var term = matching.next(); term != null; term = matching.next()) {
                    found.add(term.utf8ToString());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}
