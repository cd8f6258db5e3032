package io.ebbgate.sidecar.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sidecar that was started anew finds Envoy DRAINING (envoyproxy/gateway#5832). */
class RecoveryTest {
  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void draining() {
    bench = new Bench(folder);
    bench.envoy.draining = true;
  }

  @Test
  void takesBackWhatAnEarlierRunDid() throws Exception {
    Files.createFile(bench.marker);
    bench.pass(Duration.ofSeconds(1));

    assertThat(bench.envoy.posts).containsExactly("/healthcheck/ok");
    assertThat(bench.recoveries).isEqualTo(1);
    assertThat(bench.marker).doesNotExist();
  }

  @Test
  void leavesSomebodyElsesDrainAlone() {
    bench.pass(Duration.ofMinutes(1));

    assertThat(bench.envoy.posts).isEmpty();
  }

  @Test
  void leavesAPodThatEndsAlone() throws Exception {
    Files.createFile(bench.marker);
    bench.terminating();
    bench.pass(Duration.ofSeconds(20));

    assertThat(bench.envoy.posts).isEmpty();
  }

  @Test
  void triesAgainUntilEnvoyTakesIt() throws Exception {
    Files.createFile(bench.marker);
    bench.envoy.faults.put("/healthcheck/ok", ScriptedEnvoy.Fault.TIMED_OUT);
    bench.pass(Duration.ofSeconds(6));
    assertThat(bench.marker).exists();
    bench.envoy.heal();
    bench.pass(Duration.ofSeconds(6));

    assertThat(bench.recoveries).isEqualTo(1);
  }

  @Test
  void leavesAMarkWhenItFailsReadiness() {
    bench.envoy.draining = false;
    var _ = bench.deletion();
    bench.pass(Duration.ofSeconds(6));

    assertThat(bench.marker).exists();
  }
}
