package io.concord.search;

/// The weights of ranking, as measured on `benchmarks/relevance`.
///
/// @param k1 BM25: how soon more of the same word says nothing new
/// @param b BM25: how much long texts are held back
/// @param title of a word in the title against one in the text; the next two likewise
/// @param phrase of words that stand together
/// @param synonym of what means the same
/// @param needed share of a long word's bigrams that must be there
/// @param feedback how many of the first hits tell what the others should be about
/// @param causes of a shared cause among similar cases, against the best score of the text
/// @param articles likewise of shared articles
/// @param causeGiven of the cause that the asker has named
/// @param terms most different bigrams of a long text that are asked for, the rarest ones
public record Ranking(
        float k1,
        float b,
        float title,
        float keyword,
        float gist,
        float phrase,
        float synonym,
        double needed,
        int feedback,
        double causes,
        double articles,
        double causeGiven,
        int terms) {

    public static final Ranking MEASURED = new Ranking(1.2f, 0.75f, 3f, 3f, 0.7f, 2f, 0.6f, 0.7, 5, 0.4, 1.3, 0.8, 600);

    /// Of articles of law: short texts, each about nothing else, so any word counts and the first hits teach nothing.
    public static final Ranking ARTICLES = new Ranking(1.2f, 0.75f, 2f, 1f, 0f, 3f, 0.8f, 0, 1, 0, 0, 0, 1000);
}
