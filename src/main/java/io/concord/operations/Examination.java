package io.concord.operations;

import io.concord.platform.ConcordSettings;
import java.util.List;
import org.springframework.stereotype.Component;

/// The [Doctor] for the program that is running.
@Component
public class Examination {

    private final ConcordSettings settings;

    Examination(ConcordSettings settings) {
        this.settings = settings;
    }

    public List<Finding> run() {
        ConcordSettings.Database database = settings.database();
        String url = database.url().isEmpty() ? null : database.url();
        return new Doctor(settings.home(), settings.data(), url, database.user(), database.password(), null).examine();
    }
}
