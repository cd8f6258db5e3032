package io.ebbgate.sidecar.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.testkit.ManualTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
  @Test
  void saysYesOnceInSoLong() {
    ManualTicker ticker = new ManualTicker(-1_000_000_000L);
    RateLimiter limiter = new RateLimiter(Duration.ofSeconds(5), ticker);

    assertThat(limiter.tryAcquire()).isTrue();
    ticker.advance(Duration.ofMillis(4999));
    assertThat(limiter.tryAcquire()).isFalse();
    ticker.advance(Duration.ofMillis(1));
    assertThat(limiter.tryAcquire()).isTrue();
  }
}
