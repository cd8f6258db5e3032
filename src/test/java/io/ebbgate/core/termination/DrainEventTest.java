package io.ebbgate.core.termination;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.verdict.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DrainEventTest {
  @ParameterizedTest
  @CsvSource({
    "CLEAN, DrainCompleted, false",
    "LINGERED, DrainCompleted, false",
    "RESTART, DrainCompleted, false",
    "FORCED, DrainForced, true",
    "SHORTENED, DrainForced, true",
    "PROXY_EXITED, DrainForced, true",
    "ADMIN_UNREACHABLE, DrainForced, true",
    "NOT_ASKED, DrainSkipped, true",
    "REFUSED, DrainSkipped, true"
  })
  void warnsOfDrainsThatDidNotComplete(Outcome outcome, String reason, boolean warning) {
    DrainEvent event = event(new Termination.Reported(Verdicts.of(outcome)));

    assertThat(event.reason().wireName()).isEqualTo(reason);
    assertThat(event.warning()).isEqualTo(warning);
  }

  @Test
  void notesHowLongItWasHeldAndWhatWasLeft() {
    DrainEvent event = event(new Termination.Reported(Verdicts.of(Outcome.FORCED)));

    assertThat(event.note())
        .isEqualTo(
            "forced: held 6.7 s of 60.0 s, 3 connections and an unknown number of requests left."
                + " The drain reached its time limit, and what was left was cut.");
  }

  @Test
  void notesTheOutcomeAloneWithoutADrain() {
    DrainEvent event = event(new Termination.Reported(Verdict.withoutDrain(Outcome.NOT_ASKED)));

    assertThat(event.note())
        .isEqualTo("not_asked. The sidecar was stopped without a call of the preStop hook.");
  }

  @Test
  void warnsOfASidecarThatLeftNoFinalVerdict() {
    DrainEvent killed = event(new Termination.Killed(Verdicts.provisional(Outcome.FORCED)));
    DrainEvent lost = event(new Termination.Lost(false));

    assertThat(killed.verdict())
        .isEqualTo(new Verdict(Outcome.KILLED, false, Verdicts.of(Outcome.FORCED).drain()));
    assertThat(lost.verdict()).isEqualTo(Verdict.withoutDrain(Outcome.LOST));
    assertThat(killed.reason()).isEqualTo(DrainEvent.Reason.DRAIN_LOST);
    assertThat(killed.note()).startsWith("killed: held 6.7 s").endsWith("before its drain ended.");
    assertThat(lost.reason()).isEqualTo(DrainEvent.Reason.DRAIN_LOST);
    assertThat(lost.note())
        .isEqualTo("lost. The pod was deleted and left no verdict of its drain.");
  }

  @Test
  void isNotWrittenForAnUnremarkablePod() {
    assertThat(DrainEvent.of(new Termination.Unremarkable())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void isOneShortLine(Outcome outcome) {
    DrainEvent event = event(new Termination.Reported(Verdicts.of(outcome)));

    assertThat(event.note()).hasSizeLessThan(256).doesNotContain("\n");
  }

  @Test
  void pointsToTheLogOfAPodWhoseDeletionWasNotWatched() {
    DrainEvent lost = event(new Termination.Lost(true));

    assertThat(lost.note())
        .isEqualTo(
            "lost. The pod was deleted while the API server could not be watched; its sidecar's log"
                + " has its verdict.");
  }

  private static DrainEvent event(Termination termination) {
    return DrainEvent.of(termination).orElseThrow();
  }
}
