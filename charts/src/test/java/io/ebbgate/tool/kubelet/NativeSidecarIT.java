package io.ebbgate.tool.kubelet;

import static io.ebbgate.tool.kubelet.ShellPod.IGNORES;
import static io.ebbgate.tool.kubelet.ShellPod.MAIN;
import static io.ebbgate.tool.kubelet.ShellPod.OBEYS;
import static io.ebbgate.tool.kubelet.ShellPod.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebbgate.tool.kubelet.PodEvent.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Native sidecars: started before the main containers, in order, and stopped after them. */
class NativeSidecarIT {
  private static final String FIRST = "first";
  private static final String SECOND = "second";
  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  @TempDir Path folder;

  @Test
  void startsInOrderBeforeTheMainContainer() throws Exception {
    try (RunningPod pod = pod(OBEYS, OBEYS, OBEYS).started()) {
      PodEvents events = pod.events();

      assertThat(events.between(Kind.STARTED, FIRST, Kind.STARTED, SECOND)).isPositive();
      assertThat(events.between(Kind.STARTED, SECOND, Kind.STARTED, MAIN)).isPositive();
    }
  }

  @Test
  void holdsTheNextContainerBackUntilItsStartupProbeSucceeds() throws Exception {
    String startup = "startupProbe: {httpGet: {port: 18020}, periodSeconds: 1}";
    ShellPod pod =
        ShellPod.in(folder).sidecar(FIRST, OBEYS, startup).container(MAIN, OBEYS, sleep(1));
    try (HookServer server = new HookServer(pod.address(), 18_020, nth -> nth < 2 ? 503 : 200);
        RunningPod running = pod.started()) {
      assertThat(running.events().between(Kind.STARTED, FIRST, Kind.STARTED, MAIN))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
      assertThat(server.paths()).hasSize(2);
    }
  }

  /** As with an image that is missing. */
  @Test
  void keepsTheMainContainerFromStartingWhereItCannotStart() throws Exception {
    ShellPod pod =
        ShellPod.in(folder)
            .sidecar(FIRST, OBEYS, "command: [/nonexistent/agent]")
            .container(MAIN, OBEYS);
    try (RunningPod running = pod.start(1)) {
      assertThatThrownBy(() -> running.awaitReady(ShellPod.LIMIT))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("gateway did not start:");
      assertThat(running.events().has(Kind.STARTED, MAIN)).isFalse();
    }
  }

  @Test
  void countsForTheReadinessOfThePod() throws Exception {
    String unready = "readinessProbe: {tcpSocket: {port: 18021}, periodSeconds: 1}";
    ShellPod pod =
        ShellPod.in(folder)
            .sidecar(FIRST, "echo waiting; " + OBEYS, unready)
            .container(MAIN, OBEYS);
    try (RunningPod running = pod.start(1)) {
      assertThatThrownBy(() -> running.awaitReady(Duration.ofSeconds(1)))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll("gateway is not ready after PT1S:", "first: waiting", "main: ");
      assertThat(running.events().has(Kind.STARTED, MAIN)).isTrue();
    }
  }

  @Test
  void stopsInReverseOrder() throws Exception {
    PodEvents events = pod(OBEYS, OBEYS, OBEYS, sleep(1)).deleted(30);

    assertThat(events.between(Kind.EXITED, MAIN, Kind.TERMINATED, SECOND)).isPositive();
    assertThat(events.between(Kind.EXITED, SECOND, Kind.TERMINATED, FIRST)).isPositive();
  }

  @Test
  void delaysNoMainContainerByItsOwnHook() throws Exception {
    PodEvents events =
        ShellPod.in(folder).sidecar(FIRST, OBEYS, sleep(2)).container(MAIN, OBEYS).deleted(30);

    assertThat(events.between(Kind.DELETED, "", Kind.TERMINATED, MAIN)).isLessThan(AT_ONCE);
    assertThat(events.between(Kind.HOOK_ENDED, FIRST, Kind.TERMINATED, FIRST)).isPositive();
  }

  @Test
  void waitsNoLongerWhenTheGraceIsUsedUp() throws Exception {
    PodEvents events = pod(IGNORES, IGNORES, IGNORES, sleep(2)).deleted(3);

    assertThat(events.between(Kind.DELETED, "", Kind.TERMINATED, FIRST))
        .isBetween(Duration.ofMillis(2_900), Duration.ofSeconds(4));
    assertThat(events.between(Kind.TERMINATED, FIRST, Kind.TERMINATED, SECOND).abs())
        .isLessThan(AT_ONCE);
    assertThat(events.between(Kind.TERMINATED, FIRST, Kind.KILLED, FIRST))
        .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(3));
    assertThat(events.between(Kind.KILLED, FIRST, Kind.KILLED, SECOND).abs()).isLessThan(AT_ONCE);
  }

  @Test
  void startsNoMainContainerOfAPodThatIsDeletedMeanwhile() throws Exception {
    String never = "startupProbe: {tcpSocket: {port: 18022}, periodSeconds: 1}";
    ShellPod pod = ShellPod.in(folder).sidecar(FIRST, OBEYS, never).container(MAIN, OBEYS);
    try (RunningPod running = pod.start(1)) {
      PodEvents events = running.events();
      events.await(Kind.STARTED, FIRST, 1);
      var _ = running.delete();
      events.await(Kind.GONE, "", 1);

      assertThat(events.has(Kind.TERMINATED, FIRST)).isTrue();
      assertThat(events.has(Kind.STARTED, MAIN)).isFalse();
    }
  }

  private ShellPod pod(String first, String second, String main, String... fields) {
    return ShellPod.in(folder)
        .sidecar(FIRST, first)
        .sidecar(SECOND, second)
        .container(MAIN, main, fields);
  }
}
