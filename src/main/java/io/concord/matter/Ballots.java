package io.concord.matter;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.envelope.AgencyCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Counts the ballots on a nomination: an agency has one voice, its last; one that took part in the case has none.
public final class Ballots {

    private Ballots() {}

    /// One ballot.
    ///
    /// @param vote `YES`, `NO` or `ABSTAIN`
    /// @param points sum of its scores; null where it gave none
    public record Voice(
            String agency,
            String vote,
            boolean recused,
            @Nullable Integer points) {

        /// @param payload of RT-71
        public static Voice of(JsonNode payload) {
            Integer points = null;
            if (payload.has("scores")) {
                points = 0;
                for (JsonNode one : payload.path("scores")) {
                    points += one.asInt();
                }
            }
            return new Voice(
                    payload.at("/judge/agencyCode").asText(),
                    payload.path("vote").asText(),
                    payload.path("recused").asBoolean(),
                    points);
        }
    }

    /// @param of agencies that may judge
    /// @param cast those of them that have voted, abstentions included
    /// @param recused that took part in the case
    /// @param quorate whether enough have voted
    /// @param passed whether enough of them said yes; false while not quorate
    /// @param score mean of the sums of points, in hundredths; null where nobody gave any
    public record Tally(
            int of,
            int cast,
            int recused,
            int yes,
            int no,
            int abstained,
            boolean quorate,
            boolean passed,
            @Nullable Integer score) {

        /// Whether nobody is left to vote.
        public boolean complete() {
            return cast == of;
        }
    }

    /// Those of some agencies whose kind judges.
    ///
    /// @param agencies codes, `519901-TRADE_UNION-01`
    public static Set<String> judges(Set<String> agencies, JsonNode rule) {
        Set<String> kinds =
                rule.path("judges").valueStream().map(JsonNode::asText).collect(Collectors.toSet());
        return agencies.stream()
                .filter(code -> kinds.contains(new AgencyCode(code).kind()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /// @param voices in the order of the log
    /// @param members agencies of the round
    /// @param takingPart agencies that took part in the case
    /// @param rule of `schemas/rules/selection.yaml`
    public static Tally count(List<Voice> voices, Set<String> members, Set<String> takingPart, JsonNode rule) {
        Map<String, Voice> last = new LinkedHashMap<>();
        voices.forEach(voice -> last.put(voice.agency(), voice));
        int yes = 0;
        int no = 0;
        int abstained = 0;
        List<Integer> points = new ArrayList<>();
        for (Voice voice : last.values()) {
            if (!members.contains(voice.agency()) || takingPart.contains(voice.agency()) || voice.recused()) {
                continue;
            }
            switch (voice.vote()) {
                case "YES" -> yes++;
                case "NO" -> no++;
                default -> abstained++;
            }
            if (voice.points() != null) {
                points.add(voice.points());
            }
        }
        int recused = (int) members.stream()
                .filter(m -> takingPart.contains(m)
                        || last.containsKey(m) && last.get(m).recused())
                .count();
        int of = members.size() - recused;
        int cast = yes + no + abstained;
        boolean quorate = of > 0 && reaches(cast, of, rule.path("quorum").asText("2/3"), false);
        boolean passed = quorate && reaches(yes, yes + no, rule.path("pass").asText("1/2"), true);
        Integer score = points.isEmpty()
                ? null
                : (int) Math.round(points.stream().mapToInt(Integer::intValue).sum() * 100.0 / points.size());
        return new Tally(of, cast, recused, yes, no, abstained, quorate, passed, score);
    }

    /// @param more whether exactly the share is too little
    private static boolean reaches(int part, int whole, String share, boolean more) {
        String[] parts = share.split("/");
        long left = (long) part * Long.parseLong(parts[1]);
        long right = (long) whole * Long.parseLong(parts[0]);
        return more ? left > right : left >= right;
    }
}
