package io.ebbgate.core.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.verdict.Count;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuietWindowTest {
  private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

  /** Connections ever at each second from 0 on. */
  @ParameterizedTest
  @CsvSource({
    "a whole period without a connection, 10 10 10, 0, true",
    "every connection begins it anew, 10 11 11, 0, false",
    "a client that comes after all, 10 10 10 11, 0, false",
    "probes don't count, 10 11 12, 1, true",
    "no client ever connected, 0, 0, true"
  })
  void isReachedAfterAWholePeriodWithoutAClient(
      String rule, String accepted, double background, boolean reached) {
    QuietWindow quiet = QuietWindow.from(0);
    long second = 0;
    for (String count : accepted.split(" ", -1)) {
      quiet = quiet.observe(DrainTesting.s(second), known(count), TWO_SECONDS, background);
      second++;
    }

    assertThat(quiet.reached()).as(rule).isEqualTo(reached);
  }

  @Test
  void isNotReachedByNotKnowing() {
    QuietWindow quiet =
        QuietWindow.from(0)
            .observe(0, Count.of(10), TWO_SECONDS, 0)
            .observe(DrainTesting.s(9), Count.unknown("no answer"), TWO_SECONDS, 0);

    assertThat(quiet.reached()).isFalse();
  }

  private static Count known(String count) {
    return Count.of(Long.parseLong(count));
  }
}
