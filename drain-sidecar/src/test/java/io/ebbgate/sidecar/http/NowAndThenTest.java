package io.ebbgate.sidecar.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.testkit.ManualTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NowAndThenTest {
  @Test
  void saysYesOnceInSoLong() {
    ManualTicker ticker = new ManualTicker(-1_000_000_000L);
    NowAndThen loud = new NowAndThen(Duration.ofSeconds(5), ticker);

    assertThat(loud.now()).isTrue();
    ticker.advance(Duration.ofMillis(4999));
    assertThat(loud.now()).isFalse();
    ticker.advance(Duration.ofMillis(1));
    assertThat(loud.now()).isTrue();
  }
}
