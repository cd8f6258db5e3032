package io.ebbgate.core.departure;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NoticeTest {
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
    Notice notice = Notice.of(new Departure.Told(Words.of(outcome))).orElseThrow();

    assertThat(notice.reason().word()).isEqualTo(reason);
    assertThat(notice.warning()).isEqualTo(warning);
  }

  @Test
  void saysHowLongItWasHeldAndWhatWasLeft() {
    Notice notice = Notice.of(new Departure.Told(Words.of(Outcome.FORCED))).orElseThrow();

    assertThat(notice.note())
        .isEqualTo(
            "forced: held 6.7 s of 60.0 s, 3 connections and an unknown number of requests left."
                + " The time was up, and what was left was cut.");
  }

  @Test
  void saysNothingOfAHoldThatNeverWas() {
    Notice notice = Notice.of(new Departure.Told(Words.without(Outcome.NOT_ASKED))).orElseThrow();

    assertThat(notice.note()).isEqualTo("not_asked. The sidecar was stopped and no hook had come.");
  }

  @Test
  void warnsOfASidecarThatDidNotComeToItsEnd() {
    Notice killed =
        Notice.of(new Departure.Killed(Words.provisional(Outcome.FORCED))).orElseThrow();
    Notice lost = Notice.of(new Departure.Lost(false)).orElseThrow();

    assertThat(killed.reason()).isEqualTo(Notice.Reason.DRAIN_LOST);
    assertThat(killed.note()).startsWith("killed: held 6.7 s").endsWith("before its drain did.");
    assertThat(lost.reason()).isEqualTo(Notice.Reason.DRAIN_LOST);
    assertThat(lost.note()).isEqualTo("lost. The pod left without a word of its drain.");
  }

  @Test
  void isNotGivenOfWhatIsUnremarkable() {
    assertThat(Notice.of(new Departure.Unremarkable())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void isOneShortLine(Outcome outcome) {
    Notice notice = Notice.of(new Departure.Told(Words.of(outcome))).orElseThrow();

    assertThat(notice.note()).hasSizeLessThan(256).doesNotContain("\n");
  }

  @Test
  void saysWhereToLookAfterAPodThatNobodySawLeave() {
    Notice lost = Notice.of(new Departure.Lost(true)).orElseThrow();

    assertThat(lost.note())
        .isEqualTo(
            "lost. The pod left while the API server could not be watched; its sidecar's log has"
                + " its word.");
  }
}
