package io.ebbgate.sidecar.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.drain.DrainPhase;
import io.ebbgate.core.verdict.Trigger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrainerTest {
  private static final String ANNOUNCE = "/drain_listeners?graceful&skip_exit";

  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void serve() {
    bench = new Bench(folder);
    bench.pass(Duration.ofSeconds(20));
  }

  @Test
  void neverDrainsByItself() {
    bench.pass(Duration.ofHours(1));

    assertThat(bench.envoy.posts).isEmpty();
    assertThat(bench.phase()).isInstanceOf(DrainPhase.Serving.class);
  }

  @Test
  void answersAnUnusedGatewayAfterItsMinimum() {
    CompletableFuture<Report> answer = bench.deletion();
    bench.pass(Duration.ofSeconds(6));

    assertThat(Bench.verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(Bench.verdict(answer).trigger()).isEqualTo(Trigger.DELETION);
    assertThat(Bench.verdict(answer).hold())
        .isBetween(Duration.ofSeconds(5), Duration.ofMillis(5500));
    assertThat(bench.envoy.posts)
        .containsExactly(ANNOUNCE, "/healthcheck/fail", "/drain_listeners");
  }

  @Test
  void tellsClientsInTheMomentOfTheHook() {
    var _ = bench.deletion();

    assertThat(bench.envoy.posts).containsExactly(ANNOUNCE);
    assertThat(bench.phase()).isInstanceOf(DrainPhase.Announcing.class);
  }

  @Test
  void waitsForALongRequest() {
    bench.busy(1, 1);
    CompletableFuture<Report> answer = bench.deletion();
    bench.pass(Duration.ofSeconds(30));
    assertThat(answer).isNotDone();
    bench.busy(0, 0);
    bench.pass(Duration.ofMillis(500));

    assertThat(Bench.verdict(answer).outcome()).isEqualTo(Outcome.CLEAN);
  }

  @Test
  void cutsWorkThatTakesLongerThanTheTime() {
    bench.busy(1, 1);
    CompletableFuture<Report> answer = bench.deletion();
    bench.pass(Duration.ofSeconds(61));

    assertThat(Bench.verdict(answer).outcome()).isEqualTo(Outcome.FORCED);
    assertThat(Bench.verdict(answer).hold()).isEqualTo(Duration.ofSeconds(60));
  }
}
