/// Finds cases and articles of law: index, analysis, query language, ranking with its reasons. The only package that
/// sees Lucene and Solr.
@ApplicationModule(allowedDependencies = {"schema", "platform"})
@NullMarked
package io.concord.search;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
