package io.ebbgate.webhook.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.webhook.load.Ending;
import io.ebbgate.webhook.load.Kind;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KindResultTest {
  private final KindResult result =
      TestResults.kind(
          Kind.KEEP_ALIVE,
          3,
          Ending.REFUSED,
          Ending.STATUS,
          Ending.TIMEOUT,
          Ending.CUT_IN_ANSWER,
          Ending.CUT_UNANSWERED,
          Ending.ANSWERED);

  @Test
  void tellsWhatWasCutFromWhatWasLost() {
    assertThat(result.sent()).isEqualTo(16);
    assertThat(result.answered()).isEqualTo(11);
    assertThat(result.lost()).isEqualTo(3);
    assertThat(result.severed()).isEqualTo(2);
    assertThat(result.told()).isEqualTo(3);
    assertThat(result.endings())
        .isEqualTo(
            Map.of(
                Ending.REFUSED, 1L,
                Ending.STATUS, 1L,
                Ending.TIMEOUT, 1L,
                Ending.CUT_IN_ANSWER, 1L,
                Ending.CUT_UNANSWERED, 1L));
  }

  @Test
  void hasLatencyBeforeAndInTheRollout() {
    assertThat(result.before().count()).isEqualTo(10);
    assertThat(result.before().p99()).isEqualTo(Duration.ofSeconds(1));
    assertThat(result.during().count()).isEqualTo(1);
    assertThat(result.longest()).isEqualTo(Duration.ofSeconds(20));
  }
}
