package io.concord.matter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BallotsTest {

    private static final JsonNode RULE =
            JsonNodeFactory.instance.objectNode().put("quorum", "2/3").put("pass", "1/2");
    private static final Set<String> MEMBERS = Set.of("A", "B", "C", "D", "E", "F", "G");

    private static Ballots.Voice ballot(String agency, String vote) {
        ObjectNode ballot =
                JsonNodeFactory.instance.objectNode().put("vote", vote).put("recused", vote.equals("OUT"));
        ballot.putObject("judge").put("agencyCode", agency);
        ballot.putObject("scores").put("typicality", 20).put("law", 21);
        return Ballots.Voice.of(ballot);
    }

    private static Ballots.Tally count(Ballots.Voice... ballots) {
        return Ballots.count(List.of(ballots), MEMBERS, Set.of("A"), RULE);
    }

    @Test
    void twoThirdsMustVoteAndMoreThanHalfAgree() {
        assertThat(count(ballot("B", "YES"), ballot("C", "YES"), ballot("D", "YES"))
                        .quorate())
                .isFalse();
        Ballots.Tally four = count(ballot("B", "YES"), ballot("C", "YES"), ballot("D", "NO"), ballot("E", "NO"));
        assertThat(four.quorate()).isTrue();
        assertThat(four.passed()).as("half is not more than half").isFalse();
        assertThat(count(ballot("B", "YES"), ballot("C", "YES"), ballot("D", "NO"), ballot("E", "ABSTAIN"))
                        .passed())
                .isTrue();
    }

    @Test
    void whoTookPartHasNoVoiceAndTheLastBallotCounts() {
        Ballots.Tally tally = count(
                ballot("A", "YES"), ballot("B", "NO"), ballot("B", "YES"), ballot("X", "YES"), ballot("C", "OUT"));
        assertThat(tally.of()).isEqualTo(5);
        assertThat(tally.recused()).isEqualTo(2);
        assertThat(tally.yes()).isEqualTo(1);
        assertThat(tally.no()).isZero();
        assertThat(tally.score()).isEqualTo(4100);
    }
}
