package io.ebbgate.sidecar.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DumpPausesTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final DumpPauses pauses = new DumpPauses();

  @Test
  void growFromFiveSecondsToFiveMinutes() {
    long now = 0;
    for (int seconds : new int[] {5, 10, 20, 40, 80, 160, 300, 300}) {
      pauses.failed(now, Duration.ofMillis(10));
      assertThat(pauses.due(now + seconds * SECOND - 1)).isFalse();
      now += seconds * SECOND;
      assertThat(pauses.due(now)).isTrue();
    }
  }

  @Test
  void beginAnewAfterASuccess() {
    pauses.failed(0, Duration.ZERO);
    pauses.failed(0, Duration.ZERO);
    pauses.succeeded(0, Duration.ofMillis(1));
    assertThat(pauses.failing()).isFalse();
    pauses.failed(0, Duration.ZERO);
    assertThat(pauses.due(5 * SECOND)).isTrue();
  }

  @Test
  void leaveAnEnvoyAloneForTwentyTimesWhatADumpTook() {
    pauses.succeeded(0, Duration.ofSeconds(1));

    assertThat(pauses.due(20 * SECOND - 1)).isFalse();
    assertThat(pauses.due(20 * SECOND)).isTrue();
  }
}
