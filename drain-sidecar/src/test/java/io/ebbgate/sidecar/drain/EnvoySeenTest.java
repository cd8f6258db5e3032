package io.ebbgate.sidecar.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EnvoySeenTest {
  private static final EnvoySeen SEEN = new EnvoySeen(0, Duration.ofHours(5));

  @Test
  void takesAnEnvoyThatGrewOlderForTheSame() {
    assertThat(SEEN.replacedBy(later(10, Duration.ofHours(5).plusSeconds(10)))).isFalse();
  }

  @Test
  void forgivesRoundedSeconds() {
    assertThat(SEEN.replacedBy(later(10, Duration.ofHours(5).plusSeconds(9)))).isFalse();
  }

  @Test
  void seesANewProcess() {
    assertThat(SEEN.replacedBy(later(10, Duration.ofSeconds(3)))).isTrue();
  }

  @Test
  void doesNotTakeAWallClockThatWasSetBackForANewProcess() {
    assertThat(SEEN.replacedBy(later(10, Duration.ofHours(4)))).isFalse();
  }

  @Test
  void doesNotTakeAWallClockThatWasSetForwardForANewProcess() {
    assertThat(SEEN.replacedBy(later(10, Duration.ofHours(6)))).isFalse();
  }

  private static EnvoySeen later(long seconds, Duration uptime) {
    return new EnvoySeen(Duration.ofSeconds(seconds).toNanos(), uptime);
  }
}
