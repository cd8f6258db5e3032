package io.ebbgate.core.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.verdict.Count;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuietWindowTest {
  private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

  @Test
  void isReachedAfterAWholePeriodWithoutAConnection() {
    QuietWindow quiet = started(10).observe(seconds(2), Count.of(10), TWO_SECONDS, 0);

    assertThat(quiet.reached()).isTrue();
  }

  @Test
  void beginsAnewWithEveryConnection() {
    QuietWindow quiet =
        started(10)
            .observe(seconds(1), Count.of(11), TWO_SECONDS, 0)
            .observe(seconds(2), Count.of(11), TWO_SECONDS, 0);

    assertThat(quiet.reached()).isFalse();
  }

  @Test
  void isOverWhenSomebodyComesAfterAll() {
    QuietWindow quiet =
        started(10)
            .observe(seconds(2), Count.of(10), TWO_SECONDS, 0)
            .observe(seconds(3), Count.of(11), TWO_SECONDS, 0);

    assertThat(quiet.reached()).isFalse();
  }

  @Test
  void doesNotCountProbes() {
    QuietWindow quiet = started(10).observe(seconds(2), Count.of(12), TWO_SECONDS, 1);

    assertThat(quiet.reached()).isTrue();
  }

  @Test
  void isNotReachedByNotKnowing() {
    QuietWindow quiet = started(10).observe(seconds(9), Count.unknown("no answer"), TWO_SECONDS, 0);

    assertThat(quiet.reached()).isFalse();
  }

  @Test
  void isReachedAtOnceWhereNobodyEverConnected() {
    QuietWindow quiet = QuietWindow.from(0).observe(0, Count.of(0), TWO_SECONDS, 0);

    assertThat(quiet.reached()).isTrue();
  }

  private static QuietWindow started(long accepted) {
    return QuietWindow.from(0).observe(0, Count.of(accepted), TWO_SECONDS, 0);
  }

  private static long seconds(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }
}
