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
  private DrainerHarness drainer;

  @BeforeEach
  void draining() {
    drainer = new DrainerHarness(folder);
    drainer.envoy.draining = true;
  }

  /** What an earlier run leaves behind that failed the health check and stopped nothing. */
  private void leaveDraining() {
    leaveDraining(new DrainerHarness(folder));
  }

  private static void leaveDraining(DrainerHarness earlier) {
    earlier.envoy.faults.put("/drain_listeners", ScriptedEnvoy.Fault.FORBIDDEN);
    var _ = earlier.controlThen(Duration.ofSeconds(10));
    assertThat(earlier.envoy.posts).containsExactly("/healthcheck/fail");
  }

  @Test
  void takesBackWhatAnEarlierRunDid() {
    leaveDraining();
    drainer.pass(Duration.ofSeconds(1));

    assertThat(drainer.envoy.posts).containsExactly("/healthcheck/ok");
    assertThat(drainer.recoveries).isEqualTo(1);
    assertThat(drainer.marker).doesNotExist();
  }

  /** Its uptime is of the moment of the answer, not of the end of all reads. */
  @Test
  void takesBackWhatAnEarlierRunDidToAnEnvoyThatWasReadSlowly() {
    DrainerHarness earlier = new DrainerHarness(folder);
    earlier.pass(Duration.ofSeconds(1));
    earlier.envoy.delays.put("/config_dump", Duration.ofMillis(1800));
    leaveDraining(earlier);
    drainer.pass(Duration.ofSeconds(1));

    assertThat(drainer.envoy.posts).containsExactly("/healthcheck/ok");
  }

  /** Its uptime is negative then. */
  @Test
  void takesBackWhatAnEarlierRunDidBeforeTheClockWasSetToBeforeEnvoysStart() {
    leaveDraining();
    drainer.envoy.clockMoved = Duration.ofHours(-2);
    drainer.pass(Duration.ofSeconds(1));

    assertThat(drainer.envoy.posts).containsExactly("/healthcheck/ok");
  }

  @Test
  void leavesAnotherProgramsDrainAlone() {
    drainer.pass(Duration.ofMinutes(1));

    assertThat(drainer.envoy.posts).isEmpty();
  }

  @Test
  void leavesAPodThatEndsAlone() {
    leaveDraining();
    drainer.terminating();
    drainer.pass(Duration.ofSeconds(20));

    assertThat(drainer.envoy.posts).isEmpty();
  }

  @Test
  void triesAgainUntilEnvoyTakesIt() {
    leaveDraining();
    drainer.envoy.faults.put("/healthcheck/ok", ScriptedEnvoy.Fault.TIMED_OUT);
    drainer.pass(Duration.ofSeconds(6));
    assertThat(drainer.marker).exists();
    drainer.envoy.heal();
    drainer.pass(Duration.ofSeconds(6));

    assertThat(drainer.recoveries).isEqualTo(1);
  }

  @Test
  void leavesAMarkWhenItFailsReadiness() {
    drainer.envoy.draining = false;
    var _ = drainer.deletionThen(Duration.ofSeconds(6));

    assertThat(drainer.marker).exists();
  }

  @Test
  void leavesAnEnvoyDrainingWhoseListenersWereStopped() {
    DrainerHarness earlier = new DrainerHarness(folder);
    var _ = earlier.controlThen(Duration.ofSeconds(10));
    assertThat(earlier.envoy.posts).contains("/drain_listeners");
    drainer.pass(Duration.ofMinutes(1));

    assertThat(drainer.envoy.posts).isEmpty();
    assertThat(drainer.marker).exists();
  }

  @Test
  void takesBackADrainWhoseListenersEnvoyDidNotStop() {
    DrainerHarness earlier = new DrainerHarness(folder);
    earlier.envoy.faults.put("/drain_listeners", ScriptedEnvoy.Fault.UNAVAILABLE);
    var _ = earlier.controlThen(Duration.ofSeconds(6));
    assertThat(earlier.envoy.posts).containsExactly("/healthcheck/fail");
    drainer.pass(Duration.ofSeconds(1));

    assertThat(drainer.envoy.posts).containsExactly("/healthcheck/ok");
  }

  @Test
  void keepsTheMarkOfAnEarlierRunWhereEnvoyRefusesToFailItsHealthCheckAgain() {
    leaveDraining();
    drainer.terminating();
    drainer.envoy.faults.put("/healthcheck/fail", ScriptedEnvoy.Fault.FORBIDDEN);
    var _ = drainer.hookThen(Duration.ofSeconds(8));

    assertThat(drainer.marker).exists();
  }

  @Test
  void takesBackWhatAnEarlierRunDidThoughEnvoyIsIdentifiedAfterAHoldOnly() {
    leaveDraining();
    drainer.envoy.faults.put("/server_info", ScriptedEnvoy.Fault.BROKEN);
    var _ = drainer.hookThen(Duration.ofSeconds(12));
    drainer.envoy.heal();
    drainer.pass(Duration.ofSeconds(8));

    assertThat(drainer.envoy.draining).isFalse();
    assertThat(drainer.recoveries).isEqualTo(1);
  }

  @Test
  void leavesADrainAloneThatCameAfterOursWasTakenBack() {
    leaveDraining();
    drainer.envoy.draining = false;
    drainer.pass(Duration.ofSeconds(6));
    assertThat(drainer.marker).doesNotExist();
    drainer.envoy.draining = true;
    drainer.pass(Duration.ofSeconds(6));

    assertThat(drainer.envoy.posts).isEmpty();
  }

  @Test
  void leavesAnotherProcessAloneThanItMarked() {
    leaveDraining();
    drainer.envoy.restart();
    drainer.envoy.draining = true;
    drainer.pass(Duration.ofSeconds(6));

    assertThat(drainer.envoy.posts).isEmpty();
    assertThat(drainer.marker).doesNotExist();
  }

  @Test
  void leavesAMarkAloneThatCantBeRead() throws Exception {
    Files.writeString(drainer.marker, "This sidecar failed Envoy's health check.");
    drainer.pass(Duration.ofSeconds(6));

    assertThat(drainer.envoy.posts).isEmpty();
  }

  @Test
  void leavesNoMarkWhereEnvoyRefusesToFailItsHealthCheck() {
    drainer.envoy.draining = false;
    drainer.envoy.faults.put("/healthcheck/fail", ScriptedEnvoy.Fault.BAD_METHOD);
    drainer.envoy.faults.put("/drain_listeners", ScriptedEnvoy.Fault.FORBIDDEN);
    var _ = drainer.controlThen(Duration.ofSeconds(8));

    assertThat(drainer.marker).doesNotExist();
  }

  @Test
  void leavesNoMarkWhereAnotherProgramFailedItBefore() {
    drainer.pass(Duration.ofSeconds(6));
    drainer.envoy.faults.put("/drain_listeners", ScriptedEnvoy.Fault.FORBIDDEN);
    var _ = drainer.controlThen(Duration.ofSeconds(8));

    assertThat(drainer.marker).doesNotExist();
  }
}
