package io.ebbgate.sidecar.drain;

import static io.ebbgate.sidecar.drain.DrainerHarness.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.drain.PodTerms;
import io.ebbgate.core.verdict.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A load balancer that still has the pod, or has let go of it. */
class HoldUntilTest {
  private static final Duration SOON = Duration.ofSeconds(2);

  @TempDir Path folder;
  private DrainerHarness drainer;

  @BeforeEach
  void serve() {
    PodTerms pod =
        PodTerms.read(
            new SettingReader(
                Map.of(
                    Env.GRACE_PERIOD,
                    "90s",
                    Setting.HOLD_UNTIL.env(),
                    "condition=example.com/registered")));
    drainer = new DrainerHarness(folder, SidecarStyle.NATIVE, pod);
    drainer.pass(Duration.ofSeconds(20));
  }

  @Test
  void theDrainEndsSoonAfterItLetsGo() {
    CompletableFuture<Verdict> answer = drainer.deletion();
    drainer.registration(true);
    drainer.pass(Duration.ofSeconds(40));
    assertThat(answer).isNotDone();
    drainer.registration(false);
    drainer.pass(SOON);

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
  }

  @Test
  void whatWasHeardBeforeTheHookCounts() {
    drainer.registration(true);
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(40));
    assertThat(answer).isNotDone();
    drainer.registration(false);
    drainer.pass(SOON);

    assertThat(answer).isDone();
  }

  @Test
  void onceItLetGoBeforeTheHookOnlyTheMinimumIsHeld() {
    drainer.registration(false);
    CompletableFuture<Verdict> answer = drainer.deletionThen(Duration.ofSeconds(6));

    assertThat(answer).isDone();
  }

  @Test
  void theDeadlineHoldsThoughItNeverLetsGo() {
    CompletableFuture<Verdict> answer = drainer.deletion();
    drainer.registration(true);
    drainer.pass(Duration.ofSeconds(61));

    assertThat(verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
  }
}
