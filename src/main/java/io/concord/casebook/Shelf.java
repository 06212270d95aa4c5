package io.concord.casebook;

import io.concord.search.SearchEngine;
import java.io.IOException;
import java.util.Optional;

/// Where the indexes are kept, and which of them answers.
interface Shelf {

    /// Whether other nodes read and write the same ones.
    boolean shared();

    /// The cases that were made last; empty where they must be made first.
    ///
    /// @param edition taken for theirs where the shelf does not know it
    Optional<SearchEngine> cases(int edition) throws IOException;

    /// Of the cases that answer.
    int edition();

    /// An empty one beside the one that answers.
    SearchEngine anew(int edition);

    /// Changes over.
    ///
    /// @return what answers from now on
    SearchEngine answers(SearchEngine fresh, int edition);

    /// Takes away what answers no longer.
    void tidy();

    SearchEngine articles();
}
