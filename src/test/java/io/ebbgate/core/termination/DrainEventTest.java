package io.ebbgate.core.termination;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
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
  void warnsOfWhatWasNotAsItShouldBe(Outcome outcome, String reason, boolean warning) {
    DrainEvent notice = DrainEvent.of(new Termination.Told(Words.of(outcome))).orElseThrow();

    assertThat(notice.reason().wireName()).isEqualTo(reason);
    assertThat(notice.warning()).isEqualTo(warning);
  }

  @Test
  void saysHowLongItWasHeldAndWhatWasLeft() {
    DrainEvent notice = DrainEvent.of(new Termination.Told(Words.of(Outcome.FORCED))).orElseThrow();

    assertThat(notice.note())
        .isEqualTo(
            "forced: held 6.7 s of 60.0 s, 3 connections and an unknown number of requests left."
                + " The time was up, and what was left was cut.");
  }

  @Test
  void saysNothingOfAHoldThatNeverWas() {
    DrainEvent notice =
        DrainEvent.of(new Termination.Told(Words.without(Outcome.NOT_ASKED))).orElseThrow();

    assertThat(notice.note()).isEqualTo("not_asked. The sidecar was stopped and no hook had come.");
  }

  @Test
  void warnsOfASidecarThatDidNotComeToItsEnd() {
    DrainEvent killed =
        DrainEvent.of(new Termination.Killed(Words.provisional(Outcome.FORCED))).orElseThrow();
    DrainEvent lost = DrainEvent.of(new Termination.Lost(false)).orElseThrow();

    assertThat(killed.reason()).isEqualTo(DrainEvent.Reason.DRAIN_LOST);
    assertThat(killed.note()).startsWith("killed: held 6.7 s").endsWith("before its drain did.");
    assertThat(lost.reason()).isEqualTo(DrainEvent.Reason.DRAIN_LOST);
    assertThat(lost.note()).isEqualTo("lost. The pod left without a word of its drain.");
  }

  @Test
  void isNotGivenOfWhatIsUnremarkable() {
    assertThat(DrainEvent.of(new Termination.Unremarkable())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void isOneShortLine(Outcome outcome) {
    DrainEvent notice = DrainEvent.of(new Termination.Told(Words.of(outcome))).orElseThrow();

    assertThat(notice.note()).hasSizeLessThan(256).doesNotContain("\n");
  }

  @Test
  void saysWhereToLookAfterAPodThatNobodySawLeave() {
    DrainEvent lost = DrainEvent.of(new Termination.Lost(true)).orElseThrow();

    assertThat(lost.note())
        .isEqualTo(
            "lost. The pod left while the API server could not be watched; its sidecar's log has"
                + " its word.");
  }
}
