package io.ebbgate.sidecar.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.drain.PodTerms;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An Envoy whose admin interface answers, but each time only just within its limit. */
class SlowAdminTest {
  private static final String ANNOUNCE = "/drain_listeners?graceful&skip_exit";
  private static final Map<String, Duration> SLOW =
      Map.of(
          "/server_info", Duration.ofMillis(300),
          "/listeners", Duration.ofMillis(300),
          "/config_dump", Duration.ofMillis(1850),
          "/stats", Duration.ofMillis(300));

  @TempDir Path folder;

  @Test
  void announcesByThePlanItHasAndAnswersInTime() {
    Bench bench = bench();
    bench.pass(Duration.ofSeconds(20));
    bench.envoy.delays.putAll(SLOW);
    bench.busy(1, 1);
    long began = bench.ticker.nanos();
    CompletableFuture<Report> answer = bench.deletion();
    bench.pass(Duration.ofNanos(began + 3_000_000_000L - bench.ticker.nanos()));

    assertThat(bench.envoy.posts).startsWith(ANNOUNCE);
    assertThat(Bench.verdict(answer).hold()).isEqualTo(Duration.ofSeconds(3));
    assertThat(Bench.verdict(answer).adminCalls()).isGreaterThan(1);
  }

  @Test
  void announcesInTimeThoughThereIsNoPlanYet() {
    Bench bench = bench();
    bench.envoy.delays.putAll(SLOW);
    bench.busy(1, 1);
    CompletableFuture<Report> answer = bench.deletion();
    bench.pass(Duration.ofSeconds(3));

    assertThat(bench.envoy.posts).startsWith(ANNOUNCE);
    assertThat(Bench.verdict(answer).hold()).isLessThan(Duration.ofMillis(3300));
  }

  @Test
  void countsListenersThatCameSinceItsPlanWasMade() {
    Bench bench = bench();
    bench.pass(Duration.ofSeconds(20));
    bench.envoy.address = "10.0.0.2";
    bench.busy(1, 1);
    CompletableFuture<Report> answer = bench.deletion();
    bench.pass(Duration.ofSeconds(3));

    assertThat(Bench.verdict(answer).plan().contexts())
        .allSatisfy(context -> assertThat(context.address()).startsWith("10.0.0.2:"));
  }

  /** Five seconds of grace, so three for the hold. */
  private Bench bench() {
    PodTerms pod = Bench.pod();
    return new Bench(
        folder,
        StopKind.NATIVE,
        new PodTerms(
            pod.settings(),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            pod.probes(),
            pod.ignoredPorts()));
  }
}
