package io.concord;

import io.concord.command.ConcordCommand;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.modulith.Modulithic;
import org.springframework.scheduling.annotation.EnableScheduling;

/// The one program. Its commands are in `io.concord.command`.
@Modulithic
@EnableScheduling
@SpringBootApplication
public class Concord {

    public static void main(String[] args) {
        ConcordCommand.run(Concord.class, args);
    }
}
