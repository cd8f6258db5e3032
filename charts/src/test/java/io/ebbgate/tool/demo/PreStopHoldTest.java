package io.ebbgate.tool.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.tool.load.Ending;
import io.ebbgate.tool.load.Exchange;
import io.ebbgate.tool.load.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreStopHoldTest {
  private static final long SECOND = SampleRuns.SECOND;

  @Test
  void countsFromTheLastRequestWhereThatIsLast() {
    PreStopHold hold = PreStopHold.of(0, 8 * SECOND, "clean", doneAt(7));
    assertThat(hold.afterLastWork()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void countsFromTheEndOfMinDrainWherePodsAreQuiet() {
    PreStopHold hold = PreStopHold.of(0, 6 * SECOND, "clean", doneAt(1));
    assertThat(hold.afterLastWork()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void countsFromTheEndOfTheLingerWhereIdleConnectionsWereLeft() {
    PreStopHold hold = PreStopHold.of(0, 18 * SECOND, "lingered", doneAt(7));
    assertThat(hold.afterLastWork()).isEqualTo(Duration.ofSeconds(1));
  }

  private static List<Exchange> doneAt(long second) {
    return List.of(new Exchange(Kind.IDLE, "gateway-1", 0, 0, second * SECOND, Ending.ANSWERED));
  }
}
