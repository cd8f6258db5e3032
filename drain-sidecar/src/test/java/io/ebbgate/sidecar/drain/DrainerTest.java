package io.ebbgate.sidecar.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.drain.DrainPhase;
import io.ebbgate.core.verdict.Trigger;
import io.ebbgate.core.verdict.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrainerTest {
  private static final String ANNOUNCE = "/drain_listeners?graceful&skip_exit";

  @TempDir Path folder;
  private DrainerHarness drainer;

  @BeforeEach
  void serve() {
    drainer = new DrainerHarness(folder);
    drainer.pass(Duration.ofSeconds(20));
  }

  @Test
  void neverDrainsByItself() {
    drainer.pass(Duration.ofHours(1));

    assertThat(drainer.envoy.posts).isEmpty();
    assertThat(drainer.phase()).isInstanceOf(DrainPhase.Serving.class);
  }

  @Test
  void answersAnUnusedGatewayAfterItsMinimum() {
    CompletableFuture<Verdict> answer = drainer.deletion();
    drainer.pass(Duration.ofSeconds(6));

    assertThat(DrainerHarness.verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(DrainerHarness.record(answer).trigger()).isEqualTo(Trigger.DELETION);
    assertThat(DrainerHarness.record(answer).timing().hold())
        .isBetween(Duration.ofSeconds(5), Duration.ofMillis(5500));
    assertThat(drainer.envoy.posts)
        .containsExactly(ANNOUNCE, "/healthcheck/fail", "/drain_listeners");
  }

  @Test
  void tellsClientsInTheMomentOfTheHook() {
    var _ = drainer.deletion();

    assertThat(drainer.envoy.posts).containsExactly(ANNOUNCE);
    assertThat(drainer.phase()).isInstanceOf(DrainPhase.Announcing.class);
  }

  @Test
  void waitsForALongRequest() {
    drainer.busy(1, 1);
    CompletableFuture<Verdict> answer = drainer.deletion();
    drainer.pass(Duration.ofSeconds(30));
    assertThat(answer).isNotDone();
    drainer.busy(0, 0);
    drainer.pass(Duration.ofMillis(500));

    assertThat(DrainerHarness.verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
  }

  @Test
  void cutsWorkThatTakesLongerThanTheTime() {
    drainer.busy(1, 1);
    CompletableFuture<Verdict> answer = drainer.deletion();
    drainer.pass(Duration.ofSeconds(61));

    assertThat(DrainerHarness.verdict(answer).outcome()).isEqualTo(Outcome.FORCED);
    assertThat(DrainerHarness.record(answer).timing().hold()).isEqualTo(Duration.ofSeconds(60));
  }
}
