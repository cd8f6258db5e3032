package io.ebbgate.core.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StopTurnTest {
  @ParameterizedTest(name = "after {0} ms, terminating {1}, predecessor gone {2}: {3}")
  @CsvSource({
    "0, false, false, WAIT",
    "0, true, false, WAIT",
    "0, true, true, PREDECESSOR_GONE",
    "0, false, true, WAIT",
    "1999, false, true, WAIT",
    "2000, false, false, RESTART",
    "2000, false, true, RESTART",
    "2000, true, false, WAIT",
    "9999, true, false, WAIT",
    "10000, true, false, TIME_UP",
    "10000, true, true, PREDECESSOR_GONE",
  })
  void waitsForWhatStopsBeforeUnlessOnlyThisContainerRestarts(
      long millis, boolean terminating, boolean gone, String expected) {
    long asked = Long.MAX_VALUE - 5;
    long end = asked + TimeUnit.SECONDS.toNanos(10);

    StopTurn turn =
        StopTurn.of(asked, asked + TimeUnit.MILLISECONDS.toNanos(millis), end, terminating, gone);

    assertThat(turn)
        .isEqualTo(
            expected.equals("WAIT")
                ? new StopTurn.Wait()
                : new StopTurn.Stop(StopTurn.Cause.valueOf(expected)));
  }
}
