package io.ebbgate.core.departure;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DepartureTest {
  @ParameterizedTest
  @EnumSource(Outcome.class)
  void isWhatTheSidecarSaidAtTheEndOfItsDrain(Outcome outcome) {
    PodEnd end = new PodEnd(Optional.of(Words.of(outcome)), false, true, false);

    assertThat(Departure.of(end).outcome()).contains(outcome);
  }

  @Test
  void isKilledWhereTheSidecarWasInTheMiddleOfIt() {
    PodEnd end = new PodEnd(Optional.of(Words.provisional(Outcome.FORCED)), false, true, false);

    assertThat(Departure.of(end)).isInstanceOf(Departure.Killed.class);
    assertThat(Departure.of(end).outcome()).contains(Outcome.KILLED);
  }

  @ParameterizedTest
  @CsvSource({"false, true, LOST", "true, true,", "false, false,", "true, false,"})
  void isLostWithoutAWordWhereSomebodyWasServedAndAGraceWasGiven(
      boolean forced, boolean served, Outcome told) {
    PodEnd end = new PodEnd(Optional.empty(), forced, served, false);

    assertThat(Departure.of(end).outcome()).isEqualTo(Optional.ofNullable(told));
  }

  /** A word counts, however the pod was deleted. */
  @Test
  void isTheWordOfAPodThatWasDeletedByForce() {
    PodEnd end = new PodEnd(Optional.of(Words.of(Outcome.FORCED)), true, false, false);

    assertThat(Departure.of(end).outcome()).contains(Outcome.FORCED);
  }
}
