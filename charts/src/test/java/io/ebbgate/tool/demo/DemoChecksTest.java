package io.ebbgate.tool.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DemoChecksTest {
  @Test
  void findsNoFaultWhereEverythingWasShown() {
    assertThat(DemoChecks.of(SampleRuns.without(37), SampleRuns.with(), true)).isEmpty();
  }

  @Test
  void reportsThatALoadWithoutFailuresProvesNothing() {
    assertThat(DemoChecks.of(SampleRuns.without(9), SampleRuns.with(), true))
        .containsExactly(
            "Only 9 requests failed without Ebbgate, fewer than 10: this load proves nothing.");
  }

  @Test
  void reportsLostRequestsAndABadVerdict() {
    RollResult with = SampleRuns.with(1, SampleRuns.hold("forced", 7_000, 6_800));
    assertThat(DemoChecks.of(SampleRuns.without(37), with, true))
        .contains(
            "1 requests failed with Ebbgate.",
            "The verdict of gateway-1 is forced, not clean or lingered.");
  }

  @Test
  void reportsAHoldThatEndedLate() {
    RollResult with = SampleRuns.with(0, SampleRuns.hold("clean", 7_501, 7_000));
    assertThat(DemoChecks.of(SampleRuns.without(37), with, true))
        .first()
        .isEqualTo("The hold of gateway-1 ended 501 ms after its last work, more than 500 ms.");
  }

  @Test
  void requiresAnAmountOfLoadOnlyWithTheDefaultOptions() {
    RollResult little =
        new RollResult(
            "without Ebbgate",
            0,
            SampleRuns.SECOND,
            0,
            0,
            SampleRuns.without(37).pods(),
            SampleRuns.without(37).samples(),
            SampleRuns.without(37).exchanges().subList(6_900, 7_100),
            SampleRuns.without(37).cleanCloses());
    assertThat(DemoChecks.of(little, SampleRuns.with(), false)).isEmpty();
    assertThat(DemoChecks.of(little, SampleRuns.with(), true))
        .containsExactly(
            "The run without Ebbgate had 200 requests at 200 a second, fewer than 20000 at 500.");
  }
}
