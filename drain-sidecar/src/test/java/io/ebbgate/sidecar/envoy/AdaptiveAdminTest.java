package io.ebbgate.sidecar.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.testkit.ManualTicker;
import io.ebbgate.sidecar.envoy.AdminCall.Taken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdaptiveAdminTest {
  private final ManualTicker ticker = new ManualTicker(0);
  private final List<Long> limits = new ArrayList<>();
  private Duration takes = Duration.ZERO;
  private final AdaptiveAdmin admin = new AdaptiveAdmin(new Slow(), ticker);

  @Test
  void doublesTheLimitOfAPathThatRanIntoItUpToFiveSeconds() {
    takes = Duration.ofMinutes(1);
    for (int i = 0; i < 6; i++) {
      var _ = admin.call(call("/stats"));
    }

    assertThat(limits).containsExactly(500L, 1000L, 2000L, 4000L, 5000L, 5000L);
  }

  @Test
  void givesThreeTimesWhatTheLastAnswerTook() {
    takes = Duration.ofMillis(400);
    var _ = admin.call(call("/stats"));
    var _ = admin.call(call("/stats"));

    assertThat(limits).containsExactly(500L, 1200L);
  }

  @Test
  void comesDownAgainWithQuickAnswers() {
    takes = Duration.ofSeconds(9);
    var _ = admin.call(call("/stats"));
    var _ = admin.call(call("/stats"));
    takes = Duration.ofMillis(1);
    for (int i = 0; i < 7; i++) {
      var _ = admin.call(call("/stats"));
    }

    assertThat(limits).containsExactly(500L, 1000L, 2000L, 1500L, 1125L, 843L, 632L, 500L, 500L);
  }

  @Test
  void learnsOfEachPathByItself() {
    takes = Duration.ofMinutes(1);
    var _ = admin.call(call("/stats"));
    var _ = admin.call(call("/server_info"));

    assertThat(limits).containsExactly(500L, 500L);
  }

  @Test
  void learnsNothingFromACallThatWasCutByADeadline() {
    takes = Duration.ofMinutes(1);
    var _ = admin.call(call("/stats").within(Duration.ofMillis(30)));
    var _ = admin.call(call("/stats"));

    assertThat(limits).containsExactly(30L, 500L);
  }

  private static AdminCall<Taken> call(String path) {
    return AdminCall.get(path, "", AdminCall.SHORT, _ -> Taken.TAKEN);
  }

  /** Answers after as long as the test says. */
  private final class Slow implements EnvoyAdmin {
    @Override
    public <T> AdminResult<T> call(AdminCall<T> call) {
      limits.add(call.limit().toMillis());
      boolean late = takes.compareTo(call.limit()) > 0;
      ticker.advance(late ? call.limit() : takes);
      return late ? new AdminResult.TimedOut<>() : new AdminResult.Status<>(200);
    }
  }
}
