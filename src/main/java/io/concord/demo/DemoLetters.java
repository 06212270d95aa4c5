package io.concord.demo;

import io.concord.platform.ConcordSettings;
import io.concord.platform.ProductFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Plays the two agencies' own systems: the union's puts its letters into the front-end table, the bureau's
/// signs
/// for what
/// arrives in its folder. Everything between is the program itself. Then it prints what happened.
@Component
@ConditionalOnProperty("concord.demo.enabled")
class DemoLetters implements InitializingBean {

    private static final Logger LOG = LoggerFactory.getLogger(DemoLetters.class);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final JdbcClient sql;
    private final ConcordSettings settings;
    /// Whether the two agencies begin with two letters of their own.
    private final boolean letters;

    private final boolean quiet;

    DemoLetters(
            DataSource database,
            ConcordSettings settings,
            @Value("${concord.demo.letters:true}") boolean letters,
            @Value("${concord.demo.quiet:false}") boolean quiet) {
        this.letters = letters;
        this.sql = JdbcClient.create(database);
        this.settings = settings;
        this.quiet = quiet;
    }

    @Override
    public void afterPropertiesSet() {
        SortedMap<String, String> samples = ProductFiles.read(settings.home(), "samples");
        sql.sql(samples.get("demo/union-front-end.sql")).update();
        sql.sql(samples.get("demo/justice-front-end.sql")).update();
        if (letters) {
            sql.sql(samples.get("demo/letters.sql")).update();
        }
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        Thread.ofVirtual().name("demo").start(this::play);
    }

    private void play() {
        if (!settings.isEdge()) {
            say("Concord 协和 hub is running at " + settings.publicUrl() + " 枢纽已启动");
            return;
        }
        try {
            if (letters) {
                tellTheStory();
            } else {
                say("Concord 协和 is running at " + settings.publicUrl() + " 已启动");
            }
            // The bureau goes on signing for whatever arrives, so that one can try more letters.
            while (true) {
                signForWhatArrived();
                Thread.sleep(500);
            }
        } catch (InterruptedException e) {
            LOG.debug("the demo ends", e);
        }
    }

    private void tellTheStory() throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        say("");
        say("Concord 协和 is running at " + settings.publicUrl());
        say("A trade union hands two letters to the HR bureau. 工会向人社局送出意见书和建议书：");
        Map<String, String> told = new HashMap<>();
        while (Instant.now().isBefore(end)) {
            signForWhatArrived();
            List<Letter> letters = letters();
            letters.forEach(letter -> tell(letter, told));
            if (letters.stream().allMatch(Letter::finished)) {
                say("Open " + settings.publicUrl() + " to see them; stop with Ctrl-C. 浏览器打开上述地址查看，Ctrl-C 停止。");
                return;
            }
            Thread.sleep(200);
        }
        say("The letters have not arrived within " + PATIENCE.toMinutes()
                + " minutes; see the log above. 两分钟内未完成，请查看日志。");
    }

    private record Letter(
            String key, String number, String state, String receipt, String fault, String messageId, String leafIndex) {
        boolean finished() {
            return state.equals("4") || state.equals("9");
        }
    }

    private List<Letter> letters() {
        return sql.sql("""
                        select w.*, o.message_id::text as message_id, r.leaf_index::text as leaf_index from union_front_end.t_ghjd_ws w
                        left join edge.outgoing o on o.source = 'union' and o.native_key = w.wsbh
                        left join ledger.record r on r.message_id = o.message_id
                        where w.wsbh in ('2025-0012', '2026-0001') order by w.wsbh""")
                .query((row, n) -> new Letter(
                        row.getString("wsbh"),
                        row.getString("wh"),
                        row.getString("zt"),
                        String.valueOf(row.getString("hz")),
                        String.valueOf(row.getString("cwxx")),
                        String.valueOf(row.getString("message_id")),
                        String.valueOf(row.getString("leaf_index"))))
                .list();
    }

    /// Says each step once, in order, however fast they follow each other.
    private void tell(Letter letter, Map<String, String> told) {
        String url = settings.publicUrl() + "/api/v1/records/" + letter.messageId;
        String last = told.getOrDefault(letter.key, "");
        for (String step : List.of("2", "3", "4", "9")) {
            boolean reached = letter.state.equals("9")
                    ? step.equals("9")
                    : !step.equals("9") && !letter.state.equals("5") && letter.state.compareTo(step) >= 0;
            if (reached && last.compareTo(step) < 0) {
                say("  " + letter.number + " "
                        + switch (step) {
                            case "2" -> "submitted 已提交 → accepted 已受理 #" + letter.leafIndex + "  " + url + "/status";
                            case "3" -> "→ delivered 已送达  " + settings.data().resolve("edge/hrss/received");
                            case "4" -> "→ signed for 已签收  evidence 证据包 " + url + "/evidence";
                            default -> "refused 被拒: " + letter.fault;
                        });
                told.put(letter.key, step);
            }
        }
    }

    /// The bureau's officer signs for every letter in the folder.
    private void signForWhatArrived() {
        Path received = settings.data().resolve("edge/hrss/received");
        Path signed = settings.data().resolve("edge/hrss/send");
        if (!Files.isDirectory(received)) {
            return;
        }
        try (Stream<Path> files = Files.list(received)) {
            Files.createDirectories(signed);
            for (Path file : files.filter(f -> f.toString().endsWith(".xml")).toList()) {
                String name = file.getFileName().toString();
                if (!Files.exists(signed.resolve(name))
                        && !Files.exists(signed.resolve(".done").resolve(name))
                        && !Files.exists(signed.resolve(".refused").resolve(name))) {
                    String document = "<?xml version=\"1.0\" encoding=\"GB18030\"?>\n<LaiWen><LSH>QS-" + name
                            + "</LSH><LWLX>QS</LWLX><JLH>" + name.replace(".xml", "")
                            + "</JLH><QSR>吴敏</QSR></LaiWen>\n";
                    Path fresh = signed.resolve(name + ".writing");
                    Files.write(fresh, document.getBytes(Charset.forName("GB18030")));
                    Files.move(fresh, signed.resolve(name), StandardCopyOption.ATOMIC_MOVE);
                }
            }
        } catch (IOException e) {
            LOG.warn("the demo could not sign for what arrived", new UncheckedIOException(e));
        }
    }

    private void say(String line) {
        if (!quiet) {
            System.out.println(line);
        }
    }
}
