package io.ebbgate.tool.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.webhook.load.Ending;
import io.ebbgate.webhook.load.Exchange;
import io.ebbgate.webhook.load.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreStopHoldTest {
  private static final long SECOND = SampleRuns.SECOND;

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "7, 8, clean, the last request",
    "1, 6, clean, the end of min-drain where pods are quiet",
    "7, 18, lingered, the end of the linger where idle connections were left",
  })
  void countsFrom(long done, long ended, String verdict) {
    Exchange last = new Exchange(Kind.IDLE, "gateway-1", 0, 0, done * SECOND, Ending.ANSWERED);
    PreStopHold hold = PreStopHold.of(0, ended * SECOND, verdict, List.of(last));

    assertThat(hold.afterLastWork()).isEqualTo(Duration.ofSeconds(1));
  }
}
