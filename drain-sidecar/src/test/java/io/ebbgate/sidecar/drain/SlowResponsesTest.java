package io.ebbgate.sidecar.drain;

import static io.ebbgate.sidecar.drain.DrainerHarness.record;
import static io.ebbgate.sidecar.drain.DrainerHarness.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.drain.PodTerms;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One client that takes its response slowly, in a pod that grants ninety seconds. */
class SlowResponsesTest {
  private static final Duration BUDGET = Duration.ofSeconds(90);

  @TempDir Path folder;
  private DrainerHarness drainer;

  @BeforeEach
  void serve() {
    Map<String, String> pod =
        Map.of(Env.GRACE_PERIOD, "100s", Setting.DRAIN_TIMEOUT.env(), BUDGET.toSeconds() + "s");
    drainer =
        new DrainerHarness(folder, SidecarStyle.NATIVE, PodTerms.read(new SettingReader(pod)));
    drainer.pass(Duration.ofSeconds(20));
    drainer.busy(1, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 60})
  void endWhole(int seconds) {
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(seconds));
    assertThat(answer).isNotDone();
    drainer.busy(0, 0);
    drainer.pass(Duration.ofSeconds(3));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(record(answer).timing().hold())
        .isBetween(Duration.ofSeconds(seconds), Duration.ofSeconds(Math.max(seconds + 1, 6)));
  }

  @Test
  void ofAnHourAreCutAtTheDeadlineAndCounted() {
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofHours(1));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.FORCED);
    assertThat(record(answer).timing().hold()).isEqualTo(BUDGET);
    assertThat(record(answer).requests().end()).isEqualTo(Count.of(1));
  }
}
