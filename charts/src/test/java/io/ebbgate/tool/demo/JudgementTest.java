package io.ebbgate.tool.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JudgementTest {
  @Test
  void findsNoFaultWhereEverythingWasShown() {
    assertThat(Judgement.of(Stories.without(37), Stories.with(), true)).isEmpty();
  }

  @Test
  void saysThatALoadWithoutFailuresProvesNothing() {
    assertThat(Judgement.of(Stories.without(9), Stories.with(), true))
        .containsExactly(
            "Only 9 requests failed without Ebbgate, fewer than 10: this load proves nothing.");
  }

  @Test
  void namesLostRequestsAndABadVerdict() {
    RunStory with = Stories.with(1, Stories.hold("forced", 7_000, 6_800));
    assertThat(Judgement.of(Stories.without(37), with, true))
        .contains(
            "1 requests failed with Ebbgate.",
            "The verdict of gateway-1 is forced, not clean or lingered.");
  }

  @Test
  void namesAHoldThatEndedLate() {
    RunStory with = Stories.with(0, Stories.hold("clean", 7_501, 7_000));
    assertThat(Judgement.of(Stories.without(37), with, true))
        .first()
        .isEqualTo("The hold of gateway-1 ended 501 ms after its last work, more than 500 ms.");
  }

  @Test
  void asksForTheAmountOfLoadOnlyAtTheUsualSettings() {
    RunStory little =
        new RunStory(
            "without Ebbgate",
            0,
            Stories.SECOND,
            0,
            0,
            Stories.without(37).pods(),
            Stories.without(37).samples(),
            Stories.without(37).exchanges().subList(6_900, 7_100),
            Stories.without(37).partings());
    assertThat(Judgement.of(little, Stories.with(), false)).isEmpty();
    assertThat(Judgement.of(little, Stories.with(), true))
        .containsExactly(
            "The run without Ebbgate had 200 requests at 200 a second, fewer than 20000 at 500.");
  }
}
