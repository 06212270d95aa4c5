package io.concord.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.Seeds;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StateMachineTest {

    static Stream<StateMachine> machines() {
        return Catalogues.product().machines().stream();
    }

    private static StateMachine machine(String name) {
        return machines().filter(m -> m.machine().equals(name)).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("machines")
    void everyStateIsReachedAndEveryNameIsKnown(StateMachine machine) {
        Set<String> reached = new HashSet<>(machine.born());
        Deque<String> open = new ArrayDeque<>(List.of(machine.initial()));
        while (!open.isEmpty()) {
            String state = open.poll();
            machine.transitions().stream()
                    .filter(t -> t.from().contains(state) && reached.add(t.to()))
                    .forEach(t -> open.add(t.to()));
        }
        assertThat(reached).containsExactlyInAnyOrderElementsOf(machine.states().keySet());
        CodeList steps = Objects.requireNonNull(Catalogues.product().codeLists().get("procedure-step"));
        machine.transitions()
                .forEach(t -> assertThat(steps.find(t.event())).as(t.event()).isPresent());
        machine.states()
                .forEach((name, state) ->
                        assertThat(state.zh() + state.en()).as(name).isNotBlank());
    }

    @Test
    void anAnswerProvesWhatMustHaveComeBeforeIt() {
        StateMachine x = machine("SM-X");
        assertThat(x.path("SENT", "replied").stream().map(StateMachine.Transition::to))
                .containsExactly("DELIVERED", "RECEIVED", "ACCEPTED", "IN_PROGRESS", "REPLIED");
        assertThat(x.path("SENT", "closed"))
                .as("what is not answered cannot be concluded")
                .isEmpty();
        assertThat(x.path("CLOSED", "replied")).isEmpty();
        assertThat(machine("SM-M").path("REGISTERED", "agreed").stream().map(StateMachine.Transition::to))
                .containsExactly("ACCEPTED", "IN_MEDIATION", "AGREED");
    }

    /// a record with a duty to reply ends by accepted feedback, return, withdrawal or supersession, not
    /// otherwise.
    @Test
    void closingNeedsAReply() {
        StateMachine x = machine("SM-X");
        assertThat(x.transitions().stream().filter(t -> t.to().equals("CLOSED")).flatMap(t -> t.from().stream()))
                .containsOnly("REPLIED");
        assertThat(x.transitions().stream().filter(t -> t.to().equals("CLOSED")).flatMap(t -> t.by().stream()))
                .containsOnly("sender");
    }

    static LongStream seeds() {
        return Seeds.of(200);
    }

    /// Whatever is tried, each step of a path is a transition that the machine has.
    @ParameterizedTest
    @MethodSource("seeds")
    void aRandomWalkNeverJumps(long seed) {
        Random random = new Random(seed);
        List<StateMachine> all = machines().toList();
        StateMachine machine = all.get(random.nextInt(all.size()));
        String state = machine.initial();
        for (int i = 0; i < 30; i++) {
            StateMachine.Transition wanted = machine.transitions()
                    .get(random.nextInt(machine.transitions().size()));
            for (StateMachine.Transition step : machine.path(state, wanted.event())) {
                assertThat(step.from()).contains(state);
                state = step.to();
            }
        }
    }
}
