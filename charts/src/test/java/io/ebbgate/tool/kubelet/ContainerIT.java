package io.ebbgate.tool.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Env;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.EnvoyBinary;
import io.ebbgate.tool.kubelet.PodEvent.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a container sees, listens on, writes and leaves behind. */
class ContainerIT extends ShellPodCase {
  private static final String WRITES =
      "trap 'printf drained > $" + Env.TERMINATION_LOG + "; exit 0' TERM; " + FOREVER;

  @Test
  void seesTheVariablesOfItsOwnAndNoneOfThisMachine() throws Exception {
    String address = "env: [{name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}]";
    pod.container(MAIN, "env > seen; " + OBEYS, address, sleep(1)).deleted(30);

    assertThat(Files.readAllLines(folder.resolve("seen")))
        .contains("POD_IP=" + pod.address().getHostAddress())
        .noneMatch(line -> line.startsWith("HOME=") || line.startsWith("JAVA"));
  }

  @Test
  void writesToOneLogBeforeAndAfterARestart() throws Exception {
    PodEvents events =
        pod.container(MAIN, "echo up; " + endsAt("end") + "; echo down").started().events();
    pod.end("end");
    events.await(Kind.STARTED, MAIN, 2);
    pod.end("end");
    events.await(Kind.EXITED, MAIN, 2);

    assertThat(folder.resolve("main.log")).hasContent("up\ndown\nup\ndown");
  }

  @Test
  void refusesAPodThatListensElsewhere() throws Exception {
    String elsewhere = ShellPod.anyAddress().getHostAddress();
    String admin =
        "admin: {address: {socket_address: {address: %s, port_value: 18001}}}".formatted(elsewhere);
    pod.container(
        MAIN,
        "exec %s --disable-hot-restart --config-yaml '%s'"
            .formatted(EnvoyBinary.path().toAbsolutePath(), admin),
        "readinessProbe: {httpGet: {host: %s, port: 18001, path: /ready}}".formatted(elsewhere));
    RunningPod running = pod.start(1);

    assertThatThrownBy(() -> running.awaitReady(PodEvents.LIMIT))
        .isInstanceOf(RefusedPodException.class)
        .hasMessage(
            "gateway listens on %s port 18001; on this machine a pod may listen on its own address"
                + " %s only.",
            elsewhere, pod.address().getHostAddress());
  }

  /** A container's first process is the init of its PID namespace, and takes all others with it. */
  @Test
  void leavesNoProcessOfAContainerBehindThatEnded() throws Exception {
    String orphans = "trap 'exit 0' TERM; sleep 300 & echo $! > child; wait";
    pod.container(MAIN, orphans, sleep(1)).deleted(30);

    awaitEndOfProcess("child");
  }

  @Test
  void leavesNoProcessOfAContainerBehindThatCrashed() throws Exception {
    pod.container(MAIN, "sleep 300 & [ -e child ] || echo $! > child; sleep 0.1")
        .until(Kind.EXITED, MAIN, 1);

    awaitEndOfProcess("child");
  }

  /** What our sidecar writes at its end, as the pod's status would have it. */
  @Test
  void hasTheMessageThatTheSidecarWroteAtItsEnd() throws Exception {
    RunningPod running = sidecar(WRITES).started();
    assertThat(running.terminationMessage(Containers.SIDECAR)).isEmpty();
    awaitEnd(running.delete());

    assertThat(running.terminationMessage(Containers.SIDECAR)).isEqualTo("drained");
  }

  /** As the kubelet reads it: at most 4096 bytes, from the end. */
  @Test
  void hasTheEndOfAMessageThatIsTooLong() throws Exception {
    RunningPod running = sidecar(WRITES.replace("printf drained", "seq -w 1 1000")).started();
    awaitEnd(running.delete());

    assertThat(running.terminationMessage(Containers.SIDECAR))
        .hasSize(4_096)
        .endsWith("0999\n1000\n");
  }

  /** As observed: a process that ignores SIGTERM until SIGKILL writes nothing. */
  @Test
  void hasNoMessageWhereTheSidecarIsKilled() throws Exception {
    RunningPod running = sidecar(WRITES.replace("'p", "'sleep 300; p")).started();
    awaitEnd(running.delete(Duration.ofSeconds(2)));

    assertThat(running.events().has(Kind.KILLED, Containers.SIDECAR)).isTrue();
    assertThat(running.terminationMessage(Containers.SIDECAR)).isEmpty();
  }

  @Test
  void hasNoMessageWithoutAPathForIt() throws Exception {
    RunningPod running = pod.container(MAIN, WRITES, sleep(1)).started();
    awaitEnd(running.delete());

    assertThat(running.terminationMessage(MAIN)).isEmpty();
  }

  private ShellPod sidecar(String script) throws IOException {
    return pod.sidecar(Containers.SIDECAR, script).container(MAIN, OBEYS, sleep(1));
  }

  /** A killed process stays for a moment; one that was not killed stays for minutes. */
  private void awaitEndOfProcess(String file) throws Exception {
    Path stat = Path.of("/proc", Files.readString(folder.resolve(file)).strip(), "stat");
    Await.until("the process has ended", PodEvents.LIMIT, () -> ended(stat));
  }

  private static boolean ended(Path stat) {
    try {
      return Files.readString(stat).matches("(?s).*\\) [ZX] .*");
    } catch (IOException gone) {
      return true;
    }
  }
}
