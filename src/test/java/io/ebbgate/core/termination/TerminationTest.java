package io.ebbgate.core.termination;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TerminationTest {
  @ParameterizedTest
  @EnumSource(Outcome.class)
  void isWhatTheSidecarSaidAtTheEndOfItsDrain(Outcome outcome) {
    TerminatedPod end = new TerminatedPod(Optional.of(Words.of(outcome)), false, true, false);

    assertThat(Termination.of(end).outcome()).contains(outcome);
  }

  @Test
  void isKilledWhereTheSidecarWasInTheMiddleOfIt() {
    TerminatedPod end =
        new TerminatedPod(Optional.of(Words.provisional(Outcome.FORCED)), false, true, false);

    assertThat(Termination.of(end)).isInstanceOf(Termination.Killed.class);
    assertThat(Termination.of(end).outcome()).contains(Outcome.KILLED);
  }

  @ParameterizedTest
  @CsvSource({"false, true, LOST", "true, true,", "false, false,", "true, false,"})
  void isLostWithoutAWordWhereSomebodyWasServedAndAGraceWasGiven(
      boolean forced, boolean served, Outcome told) {
    TerminatedPod end = new TerminatedPod(Optional.empty(), forced, served, false);

    assertThat(Termination.of(end).outcome()).isEqualTo(Optional.ofNullable(told));
  }

  /** A word counts, however the pod was deleted. */
  @Test
  void isTheWordOfAPodThatWasDeletedByForce() {
    TerminatedPod end =
        new TerminatedPod(Optional.of(Words.of(Outcome.FORCED)), true, false, false);

    assertThat(Termination.of(end).outcome()).contains(Outcome.FORCED);
  }
}
