package io.ebbgate.core.drain;

import static io.ebbgate.core.drain.DrainTesting.changedPlan;
import static io.ebbgate.core.drain.DrainTesting.envoy;
import static io.ebbgate.core.drain.DrainTesting.http;
import static io.ebbgate.core.drain.DrainTesting.immediatePlan;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.verdict.Count;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static Plan ofTwo(Set<Integer> ignored) {
    return Planner.plan(
        envoy(
            "1.40.0",
            EnvoyFacts.Strategy.IMMEDIATE,
            Duration.ofSeconds(45),
            http("one", 8080),
            http("two", 8081)),
        ignored);
  }

  private static Reading withChanges(Optional<ListenerChanges> changes) {
    Count zero = Count.of(0);
    return new Reading(zero, zero, zero, zero, zero, changes);
  }

  @Test
  void knowsWhichPrefixesTwoListenersShare() {
    assertThat(ofTwo(Set.of()).sharedPrefixes()).containsExactly("ingress");
    assertThat(immediatePlan().sharedPrefixes()).isEmpty();
  }

  @Test
  void knowsWhichOfItsPrefixesAreAnUncountedListenersToo() {
    assertThat(ofTwo(Set.of(8081)).foreignPrefixes()).containsExactly("ingress");
    assertThat(ofTwo(Set.of()).foreignPrefixes()).isEmpty();
  }

  @Test
  void isOutdatedByOtherListenersAndByNothingElse() {
    Plan plan = changedPlan(2, 0, http("web", 8080));

    assertThat(plan.outdated(withChanges(Optional.of(new ListenerChanges(2, 0, 0))))).isFalse();
    assertThat(plan.outdated(withChanges(Optional.of(new ListenerChanges(3, 0, 0))))).isTrue();
    assertThat(plan.outdated(withChanges(Optional.empty()))).isFalse();
  }

  @Test
  void keepsItsNotesBeforeANewOne() {
    Plan noted = immediatePlan().noted("The first.").noted("The second.");

    assertThat(noted.notes()).endsWith("The first.", "The second.");
  }

  @Test
  void isSummedUpInALine() {
    assertThat(immediatePlan().summary()).isEqualTo("announce, 1 listeners, Envoy 1.40.0");
    assertThat(Planner.blind("it was not read").summary())
        .isEqualTo("announce, listeners unknown, Envoy unknown");
  }

  @Test
  void saysWhatAReadingDoesNotKnow() {
    assertThat(Reading.unknown("left out").gap()).contains("left out");
    assertThat(DrainTesting.reading(1, 1, 1, 1).gap()).isEmpty();
  }
}
