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

  /** What an earlier run leaves behind that failed the health check and stopped nothing. */
  private void leaveDraining() {
    Bench earlier = new Bench(folder);
    earlier.envoy.faults.put("/drain_listeners", ScriptedEnvoy.Fault.FORBIDDEN);
    var _ = earlier.control();
    earlier.pass(Duration.ofSeconds(10));
    assertThat(earlier.envoy.posts).containsExactly("/healthcheck/fail");
  }

  @Test
  void takesBackWhatAnEarlierRunDid() {
    leaveDraining();
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
  void leavesAPodThatEndsAlone() {
    leaveDraining();
    bench.terminating();
    bench.pass(Duration.ofSeconds(20));

    assertThat(bench.envoy.posts).isEmpty();
  }

  @Test
  void triesAgainUntilEnvoyTakesIt() {
    leaveDraining();
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

  @Test
  void leavesAnEnvoyDrainingWhoseListenersWereStopped() {
    Bench earlier = new Bench(folder);
    var _ = earlier.control();
    earlier.pass(Duration.ofSeconds(10));
    assertThat(earlier.envoy.posts).contains("/drain_listeners");
    bench.pass(Duration.ofMinutes(1));

    assertThat(bench.envoy.posts).isEmpty();
    assertThat(bench.marker).exists();
  }

  @Test
  void leavesADrainAloneThatCameAfterOursWasTakenBack() {
    leaveDraining();
    bench.envoy.draining = false;
    bench.pass(Duration.ofSeconds(6));
    assertThat(bench.marker).doesNotExist();
    bench.envoy.draining = true;
    bench.pass(Duration.ofSeconds(6));

    assertThat(bench.envoy.posts).isEmpty();
  }

  @Test
  void leavesAnotherProcessAloneThanItMarked() {
    leaveDraining();
    bench.envoy.restart();
    bench.envoy.draining = true;
    bench.pass(Duration.ofSeconds(6));

    assertThat(bench.envoy.posts).isEmpty();
    assertThat(bench.marker).doesNotExist();
  }

  @Test
  void leavesAMarkAloneThatCantBeRead() throws Exception {
    Files.writeString(bench.marker, "This sidecar failed Envoy's health check.");
    bench.pass(Duration.ofSeconds(6));

    assertThat(bench.envoy.posts).isEmpty();
  }

  @Test
  void leavesNoMarkWhereEnvoyRefusesToFailItsHealthCheck() {
    bench.envoy.draining = false;
    bench.envoy.faults.put("/healthcheck/fail", ScriptedEnvoy.Fault.BAD_METHOD);
    bench.envoy.faults.put("/drain_listeners", ScriptedEnvoy.Fault.FORBIDDEN);
    var _ = bench.control();
    bench.pass(Duration.ofSeconds(8));

    assertThat(bench.marker).doesNotExist();
  }

  @Test
  void leavesNoMarkWhereSomebodyElseFailedItBefore() {
    bench.pass(Duration.ofSeconds(6));
    bench.envoy.faults.put("/drain_listeners", ScriptedEnvoy.Fault.FORBIDDEN);
    var _ = bench.control();
    bench.pass(Duration.ofSeconds(8));

    assertThat(bench.marker).doesNotExist();
  }
}
