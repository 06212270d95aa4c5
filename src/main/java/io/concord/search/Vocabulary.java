package io.concord.search;

import java.util.List;

/// The words of an index, as far as a question must know them.
interface Vocabulary {

    /// Words of a field that are a character, begin with it or end with it; such words have two characters at most.
    List<String> containing(String field, String character, boolean beginning, boolean ending);
}
