package io.concord.schema;

import io.concord.platform.ProductFiles;
import java.nio.file.Path;

/// Catalogues for tests.
public final class Catalogues {

    private static final Catalogue PRODUCT = new Catalogue(ProductFiles.read(Path.of(""), "schemas"));

    private Catalogues() {}

    /// The one that the product ships.
    public static Catalogue product() {
        return PRODUCT;
    }
}
