package io.concord.deadline;

import io.concord.schema.Catalogue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

@Configuration
@EnableScheduling
class DeadlineConfiguration {

    @Bean
    Deadlines deadlines(Catalogue catalogue) {
        return new Deadlines(catalogue);
    }
}
