package io.concord;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.access.Audit;
import io.concord.access.AuditAnchor;
import io.concord.access.People;
import io.concord.access.Person;
import io.concord.access.Role;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Who gets where: every address for every role, and what stands in the way of those who should not.
class AccessIT extends FreshHubIT {

    private static final String UNION = "519901-TRADE_UNION-01";
    private static final String PASSWORD = "a long password, kept well";

    /// Addresses of the desk and the roles that they open to; everything else is closed. `*` is every role.
    private static final Map<String, String> OPEN = Map.ofEntries(
            Map.entry("GET /desk", "*"),
            Map.entry("GET /desk/matters", "CLERK HEAD LEADER LIAISON SECRETARIAT AUDITOR"),
            Map.entry("GET /desk/matters/{id}", "CLERK HEAD LEADER LIAISON SECRETARIAT AUDITOR"),
            Map.entry("POST /desk/matters/{id}/code", "CLERK HEAD LEADER LIAISON SECRETARIAT"),
            Map.entry("GET /desk/records/{id}", "CLERK HEAD LEADER LIAISON SECRETARIAT"),
            Map.entry("GET /desk/records/{id}/evidence", "CLERK HEAD LEADER LIAISON SECRETARIAT"),
            Map.entry("GET /desk/records/{id}/print", "CLERK HEAD LEADER LIAISON SECRETARIAT"),
            Map.entry("POST /desk/records/{id}/conclude", "CLERK HEAD LEADER LIAISON SECRETARIAT"),
            Map.entry("POST /desk/records/{id}/unmask", "CLERK HEAD LEADER LIAISON SECRETARIAT"),
            Map.entry("POST /desk/receipts", "CLERK HEAD LEADER LIAISON SECRETARIAT"),
            Map.entry("GET /desk/matters/{id}/file", "CLERK HEAD LEADER LIAISON SECRETARIAT"),
            Map.entry("GET /desk/compose", "CLERK HEAD LEADER LIAISON SECRETARIAT"),
            Map.entry("POST /desk/compose", "CLERK HEAD LEADER LIAISON SECRETARIAT"),
            Map.entry("GET /desk/drafts/{id}", "CLERK HEAD LEADER LIAISON SECRETARIAT"),
            Map.entry("POST /desk/drafts/{id}", "CLERK HEAD LEADER LIAISON SECRETARIAT"),
            Map.entry("POST /desk/drafts/{id}/keep", "CLERK HEAD LEADER LIAISON SECRETARIAT"),
            Map.entry("GET /desk/drafts/{id}/print", "CLERK HEAD LEADER LIAISON SECRETARIAT"),
            Map.entry("GET /desk/redactions", "CLERK HEAD LEADER LIAISON SECRETARIAT"),
            Map.entry("POST /desk/redactions", "CLERK HEAD LEADER LIAISON SECRETARIAT"),
            Map.entry("GET /desk/redactions/{id}", "CLERK HEAD LEADER LIAISON SECRETARIAT"),
            Map.entry("POST /desk/redactions/{id}", "CLERK HEAD LEADER LIAISON SECRETARIAT"),
            Map.entry("POST /desk/redactions/{id}/confirm", "CLERK HEAD LEADER LIAISON SECRETARIAT"),
            Map.entry("GET /desk/pick/{what}", "CLERK HEAD LEADER LIAISON SECRETARIAT"),
            Map.entry("GET /desk/drafts/{id}/attachments", "CLERK HEAD LEADER LIAISON SECRETARIAT"),
            Map.entry("POST /desk/drafts/{id}/attachments", "CLERK HEAD LEADER LIAISON SECRETARIAT"),
            Map.entry("POST /desk/drafts/{id}/attachments/{place}/remove", "CLERK HEAD LEADER LIAISON SECRETARIAT"),
            Map.entry("GET /desk/records/{id}/attachments/{place}", "CLERK HEAD LEADER LIAISON SECRETARIAT"),
            Map.entry("POST /desk/drafts", "CLERK HEAD LEADER LIAISON SECRETARIAT"),
            Map.entry("GET /desk/selection", "LEADER LIAISON SECRETARIAT"),
            Map.entry("POST /desk/selection/batch", "LEADER LIAISON SECRETARIAT"),
            Map.entry("GET /desk/meetings", "LEADER LIAISON SECRETARIAT"),
            Map.entry("GET /desk/board", "HEAD LEADER LIAISON SECRETARIAT"),
            Map.entry("GET /desk/operations", "ADMIN"),
            Map.entry("GET /desk/operations/doctor", "ADMIN"),
            Map.entry("POST /desk/operations/replay", "ADMIN"),
            Map.entry("GET /desk/operations/agreements", "ADMIN"),
            Map.entry("GET /desk/operations/subscriptions", "ADMIN"),
            Map.entry("POST /desk/operations/subscriptions", "ADMIN"),
            Map.entry("POST /desk/operations/subscriptions/{id}/pause", "ADMIN"),
            Map.entry("POST /desk/operations/subscriptions/{id}/resume", "ADMIN"),
            Map.entry("POST /desk/operations/subscriptions/{id}/end", "ADMIN"),
            Map.entry("GET /desk/audit", "AUDITOR"));

    @Autowired
    private People people;

    @Autowired
    private Audit audit;

    @Autowired
    private AuditAnchor anchor;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mappings;

    private Visitor visitor(String name, String agency, Role... roles) {
        people.enter(new Person(name, "张三", "经办人", agency, Set.of(roles)), PASSWORD);
        Visitor visitor = new Visitor(HUB.url());
        assertThat(visitor.signIn(name, PASSWORD)).startsWith("/desk");
        return visitor;
    }

    /// `GET /desk/drafts/{id}` for all that controllers answer.
    private Set<String> addresses(String start) {
        Set<String> found = new TreeSet<>();
        mappings.getHandlerMethods().forEach((info, method) -> {
            for (String path : info.getPatternValues()) {
                for (RequestMethod how : info.getMethodsCondition().getMethods()) {
                    if (path.startsWith(start)) {
                        found.add(how + " " + path);
                    }
                }
            }
        });
        return found;
    }

    @Test
    void everyAddressOpensToItsRolesAndNoOthers() {
        assertThat(addresses("/desk")).as("each address has its line").isEqualTo(new TreeSet<>(OPEN.keySet()));
        Map<Role, Visitor> visitors = new HashMap<>();
        for (Role role : Role.values()) {
            visitors.put(role, visitor("matrix-" + role, UNION, role));
        }
        Visitor stranger = new Visitor(HUB.url());
        stranger.get("/sign-in");
        List<String> wrong = new ArrayList<>();
        OPEN.forEach((address, roles) -> {
            visitors.forEach((role, visitor) -> {
                boolean open = roles.equals("*") || List.of(roles.split(" ")).contains(role.name());
                int status = ask(visitor, address).statusCode();
                if (open == (status == 403)) {
                    wrong.add(role + " " + address + " " + status);
                }
            });
            HttpResponse<String> answer = ask(stranger, address);
            if (answer.statusCode() != 302
                    || !answer.headers().firstValue("Location").orElse("").contains("/sign-in")) {
                wrong.add("nobody " + address + " " + answer.statusCode());
            }
        });
        assertThat(wrong).isEmpty();
    }

    private static HttpResponse<String> ask(Visitor visitor, String address) {
        String path = address.substring(address.indexOf(' ') + 1)
                .replace("{id}", "00000000-0000-4000-8000-000000000000")
                .replace("{place}", "0")
                .replace("{what}", "region");
        return address.startsWith("GET") ? visitor.get(path) : visitor.post(path, Map.of());
    }

    /// What needs an agency's token is closed to cookies, and the other way round.
    @Test
    void aSessionOpensNoInterfaceAndATokenNoDesk() {
        Visitor clerk = visitor("session", UNION, Role.CLERK);
        for (String path : List.of("/api/v1/mailbox", "/api/v1/matters", "/api/v1/due", "/actuator/prometheus")) {
            // The demo shows some things to whoever sits at the machine; a session adds nothing to that.
            assertThat(clerk.get(path).statusCode())
                    .as(path)
                    .isEqualTo(new Visitor(HUB.url()).get(path).statusCode());
        }
        assertThat(HUB.get(UNION, "/desk").status()).isEqualTo(302);
    }

    @Test
    void formsOfOthersAreTurnedAwayAndWrongPasswordsLock() {
        Visitor clerk = visitor("forged", UNION, Role.CLERK);
        HttpResponse<String> forged =
                clerk.post("/desk/compose", Map.of("type", "clue-transfer", "_csrf", "another's"));
        assertThat(forged.statusCode()).isEqualTo(302);
        assertThat(forged.headers().firstValue("Location").orElse("")).contains("/sign-in?expired");
        people.enter(new Person("locked", "李四", "", UNION, Set.of(Role.CLERK)), PASSWORD);
        Visitor guesser = new Visitor(HUB.url());
        for (int i = 0; i < 5; i++) {
            assertThat(guesser.signIn("locked", "guess " + i)).contains("failed");
        }
        assertThat(guesser.signIn("locked", PASSWORD)).as("even the right one").contains("locked");
        assertThat(guesser.signIn("nobody", PASSWORD)).contains("failed");
    }

    @Test
    void pagesCarryWhatKeepsThemAlone() {
        HttpResponse<String> page = visitor("headers", UNION, Role.CLERK).get("/desk");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(page.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
    }

    private static String place(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse(answer.body()).replace(HUB.url(), "");
    }

    private static Map<String, String> clue(int revision, String action) {
        Map<String, String> form = new HashMap<>(Map.of(
                "revision",
                String.valueOf(revision),
                "do",
                action,
                "/title",
                "线索<script>alert(1)</script>",
                "/docDate",
                "2026-01-15",
                "/urgency",
                "平件",
                "/secrecy",
                "INTERNAL",
                "/regionCode",
                "519901",
                "/reply/required",
                "true"));
        form.put("/recipients/0/agencyCode", "519901-HRSS-01");
        form.put("/recipients/0/role", "MAIN");
        form.put("/recipients/0/actionRequired", "true");
        form.put("/legalBasis/0/instrument", "工会法");
        form.put("/legalBasis/0/article", "第二十三条");
        form.put("/payload/clueSource", "12351");
        form.put("/payload/foundAt", "2026-01-14");
        form.put("/payload/summary", "某公司拖欠工资".repeat(12) + "<img src=x onerror=alert(1)>");
        form.put("/payload/violations/0/code", "V03");
        form.put("/payload/employer/name", "某建筑公司");
        form.put("/payload/employer/idMissingReason", "尚未查明");
        form.put("/payload/affectedCount", "3");
        form.put("/payload/complainantConfidential", "false");
        form.put("/payload/requestedAction", "请依法处理");
        form.put("/payload/handledSoFar", "已电话了解");
        return form;
    }

    /// Two windows, two presses of a button, a script in a field: one record, nothing lost, nothing executed.
    @Test
    void whatIsTypedTwiceIsSentOnceAndWhatIsStaleIsKept() {
        Visitor clerk = visitor("writer", UNION, Role.CLERK);
        String draft = place(clerk.post("/desk/compose", Map.of("type", "clue-transfer")));
        clerk.get(draft);
        assertThat(clerk.post(draft, clue(0, "save")).statusCode()).isEqualTo(200);
        String stale = clerk.post(draft, clue(0, "save")).body();
        assertThat(stale).contains("此稿刚在别处被改动", "&lt;script&gt;").doesNotContain("<script>alert");
        HttpResponse<String> sent = clerk.post(draft, clue(1, "send"));
        assertThat(sent.statusCode())
                .as(sent.body()
                        .lines()
                        .filter(l -> l.contains("href=\"#f"))
                        .toList()
                        .toString())
                .isEqualTo(302);
        assertThat(place(sent)).startsWith("/desk/records/");
        assertThat(place(clerk.post(draft, clue(1, "send"))))
                .as("pressed again")
                .startsWith("/desk/records/");
        assertThat(clerk.get(place(sent)).body())
                .contains("线索&lt;script&gt;", "&lt;img src=x")
                .doesNotContain("<img src=x", "<script>alert");
        assertThat(JdbcClient.create(database)
                        .sql("select count(*) from matter.entry where title like '线索<script>%'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
        // Another agency's clerk finds it in the inbox and signs for it; a third agency sees nothing.
        String record = place(sent).replaceFirst("\\?.*", "");
        Visitor bureau = visitor("bureau", "519901-HRSS-01", Role.CLERK);
        assertThat(bureau.get("/desk").body()).contains("线索&lt;script&gt;");
        assertThat(place(bureau.post("/desk/receipts", Map.of("id", record.replaceFirst(".*/", "")))))
                .contains("done=signed");
        assertThat(clerk.get(record).body()).contains("已签收");
        assertThat(visitor("court", "519901-COURT-01", Role.CLERK).get(record).statusCode())
                .isEqualTo(404);
        assertThat(visitor("other", "519901-COURT-01", Role.HEAD).get(draft).statusCode())
                .isEqualTo(404);
    }

    @Test
    void theTrailIsOnlyAddedToAndAChangedLineShows() {
        visitor("trail", UNION, Role.CLERK);
        assertThat(audit.broken()).isEmpty();
        JdbcClient sql = JdbcClient.create(database);
        Stream.of("update access.audit set detail = 'x'", "delete from access.audit", "truncate access.audit")
                .forEach(statement -> assertThat(org.assertj.core.api.Assertions.catchThrowable(
                                () -> sql.sql(statement).update()))
                        .as(statement)
                        .hasMessageContaining("only added to"));
        anchor.anchor();
        assertThat(audit.anchored()).isPresent();
        assertThat(audit.broken()).isEmpty();
        sql.sql("alter table access.audit disable trigger audit_stays").update();
        // Whoever makes the end of the chain anew, or takes it away, cannot make the log anew.
        long line = audit.anchored().orElseThrow().line();
        sql.sql("create table access.taken as select * from access.audit where id >= " + line)
                .update();
        sql.sql("delete from access.audit where id >= " + line).update();
        assertThat(audit.broken()).contains(line);
        sql.sql("insert into access.audit select * from access.taken").update();
        assertThat(audit.broken()).isEmpty();
        sql.sql("update access.audit set detail = 'x' where id = 1").update();
        assertThat(audit.broken()).contains(1L);
        sql.sql("update access.audit set detail = '' where id = 1").update();
        sql.sql("alter table access.audit enable trigger audit_stays").update();
        assertThat(audit.broken()).isEmpty();
    }

    /// by no way out of the desk does somebody get what its pages hide.
    @Test
    void whatPagesHideLeavesTheDeskOnlyForAReasonAndByARole() throws IOException {
        ObjectNode intake = Envelopes.clue(UNION, UNION, "MT-519901-2026-000888");
        intake.put("recordType", "intake-registration")
                .put("recordId", intake.path("recordId").asText().replace("RT01", "RT20"));
        intake.set(
                "payload",
                new ObjectMapper()
                        .readTree(Path.of("schemas/records/intake-registration/1.0/examples/valid/minimal.json")
                                .toFile()));
        // Who asks not to be named is hidden too; the others keep their names.
        intake.withObject("/payload/applicant").put("name", "来电者甲").put("confidentialIdentity", true);
        Hub.Reply accepted = HUB.submit(UNION, Envelopes.canonical(intake));
        assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
        String record = "/desk/records/" + intake.path("messageId").asText();
        String number = intake.findValue("idNo").asText();
        String respondent = intake.at("/payload/respondents/0/name").asText();
        for (Role role : List.of(Role.CLERK, Role.LIAISON)) {
            boolean may = role == Role.CLERK;
            Visitor visitor = visitor("hidden-" + role, UNION, role);
            assertThat(visitor.get(record).body())
                    .doesNotContain(number, "来电者甲")
                    .contains(respondent);
            HttpResponse<String> bundle = visitor.get(record + "/evidence");
            assertThat(bundle.statusCode()).isEqualTo(303);
            assertThat(place(bundle)).endsWith(may ? "?done=reason-first" : "?done=role");
            HttpResponse<String> draft = visitor.post(
                    "/desk/compose",
                    Map.of(
                            "type", "dispute-referral",
                            "about", intake.path("recordId").asText(),
                            "matter", "MT-519901-2026-000888"));
            assertThat(visitor.get(place(draft)).body()).doesNotContain(number, "来电者甲");
            visitor.get(record);
            visitor.post(record + "/unmask", Map.of("reason", "核实身份"));
            assertThat(visitor.get(record).body().contains(number)).isEqualTo(may);
            assertThat(visitor.get(record).body().contains("来电者甲")).isEqualTo(may);
            assertThat(visitor.get(record + "/evidence").statusCode()).isEqualTo(may ? 200 : 303);
        }
    }
}
