package io.ebbgate.tool.kubelet;

import static io.ebbgate.tool.kubelet.ShellPod.LIMIT;
import static io.ebbgate.tool.kubelet.ShellPod.MAIN;
import static io.ebbgate.tool.kubelet.ShellPod.OBEYS;
import static io.ebbgate.tool.kubelet.ShellPod.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Env;
import io.ebbgate.tool.kubelet.PodEvent.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What our sidecar writes at its end, as the pod's status would have it. */
class TerminationMessageIT {
  private static final String WRITES =
      "trap 'printf drained > $" + Env.TERMINATION_LOG + "; exit 0' TERM;";
  private static final String FOREVER = " while true; do sleep 0.02; done";

  @TempDir Path folder;

  @Test
  void isWhatTheSidecarWroteAtItsEnd() throws Exception {
    ShellPod pod =
        ShellPod.in(folder)
            .sidecar(Containers.SIDECAR, WRITES + FOREVER)
            .container(MAIN, OBEYS, sleep(1));
    try (RunningPod running = pod.started()) {
      assertThat(running.terminationMessage(Containers.SIDECAR)).isEmpty();
      running.delete().get(LIMIT.toSeconds(), TimeUnit.SECONDS);

      assertThat(running.terminationMessage(Containers.SIDECAR)).isEqualTo("drained");
    }
  }

  /** As the kubelet reads it: at most 4096 bytes, from the end. */
  @Test
  void isTheEndOfWhatIsTooLong() throws Exception {
    String writes = WRITES.replace("printf drained", "seq -w 1 1000");
    ShellPod pod =
        ShellPod.in(folder)
            .sidecar(Containers.SIDECAR, writes + FOREVER)
            .container(MAIN, OBEYS, sleep(1));
    try (RunningPod running = pod.started()) {
      running.delete().get(LIMIT.toSeconds(), TimeUnit.SECONDS);

      assertThat(running.terminationMessage(Containers.SIDECAR))
          .hasSize(4_096)
          .endsWith("0999\n1000\n");
    }
  }

  /** As observed: a process that ignores SIGTERM until SIGKILL writes nothing. */
  @Test
  void isEmptyWhereTheSidecarIsKilled() throws Exception {
    String ignores = WRITES.replace("'p", "'sleep 300; p") + FOREVER;
    ShellPod pod =
        ShellPod.in(folder).sidecar(Containers.SIDECAR, ignores).container(MAIN, OBEYS, sleep(1));
    try (RunningPod running = pod.started()) {
      running.delete(Duration.ofSeconds(2)).get(LIMIT.toSeconds(), TimeUnit.SECONDS);

      assertThat(running.events().has(Kind.KILLED, Containers.SIDECAR)).isTrue();
      assertThat(running.terminationMessage(Containers.SIDECAR)).isEmpty();
    }
  }

  @Test
  void isEmptyForAContainerWithoutAPathForIt() throws Exception {
    ShellPod pod = ShellPod.in(folder).container(MAIN, WRITES + FOREVER, sleep(1));
    try (RunningPod running = pod.started()) {
      running.delete().get(LIMIT.toSeconds(), TimeUnit.SECONDS);

      assertThat(running.terminationMessage(MAIN)).isEmpty();
    }
  }
}
