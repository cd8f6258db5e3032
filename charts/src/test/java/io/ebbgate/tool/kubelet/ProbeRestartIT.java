package io.ebbgate.tool.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.tool.kubelet.PodEvent.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Containers that a probe has restarted: hook, signal and a new process, and nothing else. */
class ProbeRestartIT extends ShellPodCase {
  private static final String DEAD = probe("liveness", UNANSWERED, 1);
  private static final String NEVER = probe("startup", UNANSWERED, 3);

  @Test
  void leavesTheSidecarRunningAndItsHookUncalled() throws Exception {
    PodEvents events =
        pod.sidecar(HELPER, OBEYS, sleep(1))
            .container(MAIN, OBEYS, sleep(1), DEAD)
            .until(Kind.STARTED, MAIN, 2);

    assertThat(events.has(Kind.HOOK_STARTED, MAIN)).isTrue();
    assertThat(events.has(Kind.HOOK_STARTED, HELPER)).isFalse();
    assertThat(events.has(Kind.TERMINATED, MAIN)).isTrue();
    assertThat(events.has(Kind.TERMINATED, HELPER)).isFalse();
    assertThat(events.times(Kind.STARTED, HELPER)).hasSize(1);
  }

  @Test
  void happensAgainAtTheNextFailure() throws Exception {
    PodEvents events = pod.container(MAIN, OBEYS, DEAD, sleep(1)).until(Kind.STARTED, MAIN, 3);

    assertThat(events.times(Kind.UNHEALTHY, MAIN)).hasSizeGreaterThanOrEqualTo(2);
    assertThat(events.times(Kind.HOOK_STARTED, MAIN)).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void holdsTheHookToTheProbesOwnGrace() throws Exception {
    String own = DEAD.replace("}, period", "}, terminationGracePeriodSeconds: 1, period");
    PodEvents events = pod.container(MAIN, OBEYS, own, sleep(5)).until(Kind.STARTED, MAIN, 2);

    assertThat(events.between(Kind.HOOK_STARTED, MAIN, Kind.HOOK_ABANDONED, MAIN))
        .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  @Test
  void runsItsHookOutWhenThePodIsDeletedMeanwhileAndHooksTheNewProcessWithAFreshClock()
      throws Exception {
    RunningPod running = pod.container(MAIN, OBEYS, DEAD, sleep(2)).started();
    PodEvents events = running.events();
    events.await(Kind.HOOK_STARTED, MAIN, 1);
    awaitEnd(running.delete(Duration.ofSeconds(3)));

    assertThat(events.between(Kind.DELETED, "", 1, Kind.STARTED, MAIN, 2)).isPositive();
    assertThat(events.between(Kind.STARTED, MAIN, 2, Kind.HOOK_STARTED, MAIN, 2))
        .isBetween(Duration.ZERO, Duration.ofSeconds(1));
    assertThat(events.times(Kind.HOOK_ENDED, MAIN)).hasSize(2);
    assertThat(events.times(Kind.STARTED, MAIN)).hasSize(2);
  }

  @Test
  void followsAStartupProbeThatFailsToo() throws Exception {
    String startup = probe("startup", UNANSWERED, 2);
    PodEvents events = pod.container(MAIN, OBEYS, startup, sleep(1)).until(Kind.STARTED, MAIN, 2);

    assertThat(events.between(Kind.STARTED, MAIN, Kind.UNHEALTHY, MAIN))
        .isGreaterThanOrEqualTo(Duration.ofMillis(900));
    assertThat(events.has(Kind.HOOK_ENDED, MAIN)).isTrue();
  }

  @Test
  void waitsForTheStartupProbe() throws Exception {
    pod.answer(nth -> nth < 3 ? 503 : 200);
    String startup = probe("startup", ANSWERED, 3);
    PodEvents events = pod.container(MAIN, OBEYS, startup, DEAD).until(Kind.UNHEALTHY, MAIN, 1);

    assertThat(events.between(Kind.READY, "", Kind.UNHEALTHY, MAIN)).isPositive();
  }

  @Test
  void waitsForTheStartupProbeOfTheNewProcessToo() throws Exception {
    HookServer server = pod.answer(nth -> nth == 2 ? 503 : 200);
    String startup = probe("startup", ANSWERED, 3);
    PodEvents events = pod.container(MAIN, endsAt("end"), startup).started().events();
    pod.end("end");
    events.await(Kind.READY, "", 2);

    assertThat(events.between(Kind.STARTED, MAIN, 2, Kind.READY, "", 2))
        .isGreaterThanOrEqualTo(Duration.ofMillis(900));
    assertThat(server.paths()).hasSize(3);
  }

  /** Only a sidecar's startup holds others back. */
  @Test
  void holdsNoOtherMainContainerBackUntilTheStartup() throws Exception {
    RunningPod running = pod.container(MAIN, OBEYS, NEVER).container(HELPER, OBEYS).start(1);
    running.events().await(Kind.STARTED, HELPER, 1);

    assertThat(running.ready()).isFalse();
  }

  @Test
  void startsASidecarAgainThatEndsBeforeItsStartup() throws Exception {
    PodEvents events =
        pod.sidecar(HELPER, endsAt("end"), NEVER)
            .container(MAIN, OBEYS)
            .until(Kind.STARTED, HELPER, 1);
    pod.end("end");
    events.await(Kind.STARTED, HELPER, 2);

    assertThat(events.has(Kind.STARTED, MAIN)).isFalse();
  }
}
