package io.ebbgate.tool.kubelet;

import static io.ebbgate.tool.kubelet.ShellPod.HELPER;
import static io.ebbgate.tool.kubelet.ShellPod.LIMIT;
import static io.ebbgate.tool.kubelet.ShellPod.MAIN;
import static io.ebbgate.tool.kubelet.ShellPod.OBEYS;
import static io.ebbgate.tool.kubelet.ShellPod.endsAt;
import static io.ebbgate.tool.kubelet.ShellPod.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.tool.kubelet.PodEvent.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers that a probe has restarted: hook, signal and a new process, and nothing else. */
class ProbeRestartIT {
  /** Nothing listens on the port. */
  private static final String DEAD =
      "livenessProbe: {tcpSocket: {port: 18040}, periodSeconds: 1, failureThreshold: 1}";

  @TempDir Path folder;

  @Test
  void leavesTheSidecarRunningAndItsHookUncalled() throws Exception {
    ShellPod pod =
        ShellPod.in(folder).sidecar(HELPER, OBEYS, sleep(1)).container(MAIN, OBEYS, sleep(1), DEAD);
    try (RunningPod running = pod.started()) {
      PodEvents events = running.events();
      events.await(Kind.STARTED, MAIN, 2);

      assertThat(events.has(Kind.HOOK_STARTED, MAIN)).isTrue();
      assertThat(events.has(Kind.HOOK_STARTED, HELPER)).isFalse();
      assertThat(events.has(Kind.TERMINATED, MAIN)).isTrue();
      assertThat(events.has(Kind.TERMINATED, HELPER)).isFalse();
      assertThat(events.times(Kind.STARTED, HELPER)).hasSize(1);
    }
  }

  @Test
  void happensAgainAtTheNextFailure() throws Exception {
    try (RunningPod pod = ShellPod.in(folder).container(MAIN, OBEYS, DEAD, sleep(1)).started()) {
      PodEvents events = pod.events();
      events.await(Kind.STARTED, MAIN, 3);

      assertThat(events.times(Kind.UNHEALTHY, MAIN)).hasSizeGreaterThanOrEqualTo(2);
      assertThat(events.times(Kind.HOOK_STARTED, MAIN)).hasSizeGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void holdsTheHookToTheProbesOwnGrace() throws Exception {
    String own = DEAD.replace("}, period", "}, terminationGracePeriodSeconds: 1, period");
    try (RunningPod pod = ShellPod.in(folder).container(MAIN, OBEYS, own, sleep(5)).started()) {
      PodEvents events = pod.events();
      events.await(Kind.STARTED, MAIN, 2);

      assertThat(events.between(Kind.HOOK_STARTED, MAIN, Kind.HOOK_ABANDONED, MAIN))
          .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }
  }

  @Test
  void runsItsHookOutWhenThePodIsDeletedMeanwhileAndHooksTheNewProcessWithAFreshClock()
      throws Exception {
    ShellPod pod = ShellPod.in(folder).container(MAIN, OBEYS, DEAD, sleep(2));
    try (RunningPod running = pod.started()) {
      PodEvents events = running.events();
      events.await(Kind.HOOK_STARTED, MAIN, 1);
      running.delete(Duration.ofSeconds(3)).get(LIMIT.toSeconds(), TimeUnit.SECONDS);

      assertThat(events.between(Kind.DELETED, "", 1, Kind.STARTED, MAIN, 2)).isPositive();
      assertThat(events.between(Kind.STARTED, MAIN, 2, Kind.HOOK_STARTED, MAIN, 2))
          .isBetween(Duration.ZERO, Duration.ofSeconds(1));
      assertThat(events.times(Kind.HOOK_ENDED, MAIN)).hasSize(2);
      assertThat(events.times(Kind.STARTED, MAIN)).hasSize(2);
    }
  }

  @Test
  void followsAStartupProbeThatFailsToo() throws Exception {
    String startup =
        "startupProbe: {tcpSocket: {port: 18041}, periodSeconds: 1, failureThreshold: 2}";
    try (RunningPod pod = ShellPod.in(folder).container(MAIN, OBEYS, startup, sleep(1)).start(1)) {
      PodEvents events = pod.events();
      events.await(Kind.STARTED, MAIN, 2);

      assertThat(events.between(Kind.STARTED, MAIN, Kind.UNHEALTHY, MAIN))
          .isGreaterThanOrEqualTo(Duration.ofMillis(900));
      assertThat(events.has(Kind.HOOK_ENDED, MAIN)).isTrue();
    }
  }

  @Test
  void waitsForTheStartupProbe() throws Exception {
    String startup = "startupProbe: {httpGet: {port: 18042}, periodSeconds: 1}";
    ShellPod pod = ShellPod.in(folder).container(MAIN, OBEYS, startup, DEAD);
    try (HookServer _ = new HookServer(pod.address(), 18_042, nth -> nth < 3 ? 503 : 200);
        RunningPod running = pod.started()) {
      PodEvents events = running.events();
      events.await(Kind.UNHEALTHY, MAIN, 1);

      assertThat(events.between(Kind.READY, "", Kind.UNHEALTHY, MAIN)).isPositive();
    }
  }

  @Test
  void waitsForTheStartupProbeOfTheNewProcessToo() throws Exception {
    String startup = "startupProbe: {httpGet: {port: 18043}, periodSeconds: 1}";
    ShellPod pod = ShellPod.in(folder).container(MAIN, endsAt("end"), startup);
    try (HookServer server = new HookServer(pod.address(), 18_043, nth -> nth == 2 ? 503 : 200);
        RunningPod running = pod.started()) {
      PodEvents events = running.events();
      pod.end("end");
      events.await(Kind.READY, "", 2);

      assertThat(events.between(Kind.STARTED, MAIN, 2, Kind.READY, "", 2))
          .isGreaterThanOrEqualTo(Duration.ofMillis(900));
      assertThat(server.paths()).hasSize(3);
    }
  }

  /** Only a sidecar's startup holds others back. */
  @Test
  void holdsNoOtherMainContainerBackUntilTheStartup() throws Exception {
    String never = "startupProbe: {tcpSocket: {port: 18044}, periodSeconds: 1}";
    ShellPod pod = ShellPod.in(folder).container(MAIN, OBEYS, never).container(HELPER, OBEYS);
    try (RunningPod running = pod.start(1)) {
      running.events().await(Kind.STARTED, HELPER, 1);

      assertThat(running.ready()).isFalse();
    }
  }

  @Test
  void startsASidecarAgainThatEndsBeforeItsStartup() throws Exception {
    String never = "startupProbe: {tcpSocket: {port: 18045}, periodSeconds: 1}";
    ShellPod pod = ShellPod.in(folder).sidecar(HELPER, endsAt("end"), never).container(MAIN, OBEYS);
    try (RunningPod running = pod.start(1)) {
      PodEvents events = running.events();
      events.await(Kind.STARTED, HELPER, 1);
      pod.end("end");
      events.await(Kind.STARTED, HELPER, 2);

      assertThat(events.has(Kind.STARTED, MAIN)).isFalse();
    }
  }
}
