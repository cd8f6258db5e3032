package io.ebbgate.core.drain;

import static io.ebbgate.core.drain.DrainTesting.ms;
import static io.ebbgate.core.drain.DrainTesting.s;
import static io.ebbgate.core.drain.Observation.Failure.CONNECTION_REFUSED;
import static io.ebbgate.core.drain.Observation.Failure.NO_ANSWER;
import static io.ebbgate.core.drain.Observation.Failure.SLOW;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdminContactTest {
  private static final AdminContact ANSWERED = AdminContact.from(0, true);

  @Test
  void takesEnvoyForGoneWhenItRefusesTwiceFarEnoughApart() {
    AdminContact once = ANSWERED.failed(s(1), CONNECTION_REFUSED);

    assertThat(once.gone()).isFalse();
    assertThat(once.failed(s(1) + ms(200) - 1, CONNECTION_REFUSED).gone()).isFalse();
    assertThat(once.failed(s(1) + ms(200), CONNECTION_REFUSED).gone()).isTrue();
  }

  @Test
  void neverTakesAnEnvoyForGoneThatHasNotAnsweredYet() {
    AdminContact starting =
        AdminContact.from(0, false)
            .failed(s(1), CONNECTION_REFUSED)
            .failed(s(9), CONNECTION_REFUSED);

    assertThat(starting.gone()).isFalse();
  }

  @Test
  void countsTheTimeOfRefusalsAnewAfterSomethingElse() {
    AdminContact between =
        ANSWERED
            .failed(s(1), CONNECTION_REFUSED)
            .failed(s(2), NO_ANSWER)
            .failed(s(3), CONNECTION_REFUSED);

    assertThat(between.gone()).isFalse();
    assertThat(between.goneSince()).hasValue(s(3));
  }

  @Test
  void isSilentAfterASecondFailureAndASecond() {
    AdminContact once = ANSWERED.failed(ms(500), NO_ANSWER);
    AdminContact twice = once.failed(ms(900), NO_ANSWER);

    assertThat(once.silent(s(9))).isFalse();
    assertThat(twice.silent(s(1) - 1)).isFalse();
    assertThat(twice.silent(s(1))).isTrue();
  }

  @Test
  void countsTheSilenceFromTheLastAnswer() {
    AdminContact later =
        ANSWERED.answered(s(5)).failed(s(5) + ms(300), NO_ANSWER).failed(s(5) + ms(600), NO_ANSWER);

    assertThat(later.silent(s(6) - 1)).isFalse();
    assertThat(later.silent(s(6))).isTrue();
  }

  @Test
  void isSilentAtOnceWhereNothingEverAnswered() {
    assertThat(AdminContact.from(0, false).failed(1, NO_ANSWER).silent(1)).isTrue();
  }

  @Test
  void isInContactWithAnEnvoyThatIsOnlySlow() {
    AdminContact slow = ANSWERED.failed(s(1), NO_ANSWER).failed(s(2), SLOW);

    assertThat(slow.failing()).isFalse();
    assertThat(slow.lastAnswerAt()).isEqualTo(s(2));
  }

  @Test
  void countsCallsAndThoseWithoutAnAnswer() {
    AdminContact mixed =
        ANSWERED
            .answered(1)
            .failed(2, NO_ANSWER)
            .failed(3, SLOW)
            .failed(4, CONNECTION_REFUSED)
            .answered(5);

    assertThat(mixed.calls()).isEqualTo(5);
    assertThat(mixed.failures()).isEqualTo(3);
  }
}
