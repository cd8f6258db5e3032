package io.ebbgate.sidecar.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EnvoyProcessTest {
  private static final EnvoyProcess SEEN = new EnvoyProcess(0, Duration.ofHours(5));

  @Test
  void takesAnEnvoyThatGrewOlderForTheSame() {
    assertThat(SEEN.replacedBy(later(10, Duration.ofHours(5).plusSeconds(10)), false)).isFalse();
  }

  @Test
  void forgivesRoundedSeconds() {
    assertThat(SEEN.replacedBy(later(10, Duration.ofHours(5).plusSeconds(9)), false)).isFalse();
  }

  @Test
  void seesANewProcess() {
    assertThat(SEEN.replacedBy(later(10, Duration.ofSeconds(3)), false)).isTrue();
  }

  @Test
  void doesNotTakeAWallClockThatWasSetBackForANewProcess() {
    assertThat(SEEN.replacedBy(later(10, Duration.ofHours(4)), false)).isFalse();
  }

  @Test
  void doesNotTakeAWallClockThatWasSetForwardForANewProcess() {
    assertThat(SEEN.replacedBy(later(10, Duration.ofHours(6)), false)).isFalse();
  }

  @Test
  void seesThatAYoungOneWasReplacedWhereNobodyListenedInBetween() {
    EnvoyProcess young = new EnvoyProcess(0, Duration.ofSeconds(1));

    assertThat(young.replacedBy(later(1, Duration.ZERO), false)).isFalse();
    assertThat(young.replacedBy(later(1, Duration.ZERO), true)).isTrue();
  }

  private static EnvoyProcess later(long seconds, Duration uptime) {
    return new EnvoyProcess(Duration.ofSeconds(seconds).toNanos(), uptime);
  }
}
