package io.ebbgate.sidecar.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvoyWatchTest {
  private static final EnvoyProcess SEEN = new EnvoyProcess(0, Duration.ofHours(5), 0);

  @ParameterizedTest
  @CsvSource({
    "PT5H10S, false, it has grown older",
    "PT5H9S, false, seconds are rounded",
    "PT3S, true, it is new",
    "PT4H, false, the wall clock was set back",
    "PT6H, false, the wall clock was set forward"
  })
  void recognizesANewProcessByItsUptime(Duration uptime, boolean replaced, String why) {
    assertThat(SEEN.replacedBy(later(10, uptime), false)).as(why).isEqualTo(replaced);
  }

  @Test
  void seesThatAYoungOneWasReplacedWhereAConnectionWasRefusedInBetween() {
    EnvoyProcess young = new EnvoyProcess(0, Duration.ofSeconds(1), 0);

    assertThat(young.replacedBy(later(1, Duration.ZERO), false)).isFalse();
    assertThat(young.replacedBy(later(1, Duration.ZERO), true)).isTrue();
  }

  private static EnvoyProcess later(long seconds, Duration uptime) {
    return new EnvoyProcess(Duration.ofSeconds(seconds).toNanos(), uptime, 0);
  }

  @Test
  void anotherEpochIsAnotherProcessWhateverItsUptimeIs() {
    EnvoyProcess first = new EnvoyProcess(0, Duration.ZERO, 0);
    EnvoyProcess second = new EnvoyProcess(1, Duration.ZERO, 1);

    assertThat(first.replacedBy(second, false)).isTrue();
    assertThat(first.succeededBy(second)).isTrue();
    assertThat(second.replacedBy(first, false)).isTrue();
    assertThat(second.succeededBy(first)).isFalse();
  }
}
