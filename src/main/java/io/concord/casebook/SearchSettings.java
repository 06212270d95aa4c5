package io.concord.casebook;

import jakarta.validation.constraints.Min;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Which engine finds cases.
///
/// @param solr addresses of one or more nodes of a SolrCloud, each with its path: `http://solr:8983/solr`
/// @param solrPrefix of the names of our collections, for hubs that share a SolrCloud
/// @param shards of a collection when it is made
/// @param replicas of each of its shards
/// @param solrCredentials `user:password`; null where Solr asks for none
@Validated
@ConfigurationProperties("concord.search")
record SearchSettings(
        @DefaultValue("lucene") Engine engine,
        @DefaultValue("http://localhost:8983/solr") List<String> solr,
        @DefaultValue("concord") String solrPrefix,
        @DefaultValue("1") @Min(1) int shards,
        @DefaultValue("1") @Min(1) int replicas,
        @Nullable String solrCredentials) {

    enum Engine {
        LUCENE,
        SOLR
    }
}
