package io.concord.schema;

import io.concord.platform.ConcordSettings;
import io.concord.platform.ProductFiles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
class CatalogueConfiguration {

    @Bean
    Catalogue catalogue(ConcordSettings settings) {
        return new Catalogue(ProductFiles.read(settings.home(), "schemas"));
    }
}
