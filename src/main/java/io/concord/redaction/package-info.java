/// Finds what must not be published, and masks it so that the text still reads.
///
/// Texts are searched with rules from `schemas/rules/redaction.yaml` and a recogniser of Chinese names; files
/// lose what their text does not show. Nothing here decides that a text may appear: people do, and
/// [Redactor#residuals] has the last word. The only package that sees HanLP and PDFBox.
@ApplicationModule(allowedDependencies = {"envelope", "schema"})
@NullMarked
package io.concord.redaction;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
