package io.concord.platform;

import java.security.SecureRandom;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The one source of time and the one of randomness; everything else gets them handed in, commands by calling here.
@Configuration
public class ClockConfiguration {

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    public static SecureRandom random() {
        return new SecureRandom();
    }
}
