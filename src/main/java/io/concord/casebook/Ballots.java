package io.concord.casebook;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Counts the ballots on a nomination: an agency has one voice, its last; one that took part in the case has none.
public final class Ballots {

    private Ballots() {}

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
            @Nullable Integer score) {}

    /// @param ballots payloads of RT-71 in the order of the log
    /// @param members agencies of the round
    /// @param takingPart agencies that took part in the case
    /// @param rule of `schemas/rules/selection.yaml`
    public static Tally count(List<JsonNode> ballots, Set<String> members, Set<String> takingPart, JsonNode rule) {
        Map<String, JsonNode> last = new LinkedHashMap<>();
        for (JsonNode ballot : ballots) {
            last.put(ballot.at("/judge/agencyCode").asText(), ballot);
        }
        int yes = 0;
        int no = 0;
        int abstained = 0;
        List<Integer> scores = new ArrayList<>();
        for (Map.Entry<String, JsonNode> one : last.entrySet()) {
            JsonNode ballot = one.getValue();
            if (!members.contains(one.getKey())
                    || takingPart.contains(one.getKey())
                    || ballot.path("recused").asBoolean()) {
                continue;
            }
            switch (ballot.path("vote").asText()) {
                case "YES" -> yes++;
                case "NO" -> no++;
                default -> abstained++;
            }
            if (ballot.has("scores")) {
                int sum = 0;
                for (JsonNode points : ballot.path("scores")) {
                    sum += points.asInt();
                }
                scores.add(sum);
            }
        }
        int recused = (int) members.stream()
                .filter(m -> takingPart.contains(m)
                        || last.containsKey(m) && last.get(m).path("recused").asBoolean())
                .count();
        int of = members.size() - recused;
        int cast = yes + no + abstained;
        boolean quorate = of > 0 && reaches(cast, of, rule.path("quorum").asText("2/3"), false);
        boolean passed = quorate && reaches(yes, yes + no, rule.path("pass").asText("1/2"), true);
        Integer score = scores.isEmpty()
                ? null
                : (int) Math.round(scores.stream().mapToInt(Integer::intValue).sum() * 100.0 / scores.size());
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
