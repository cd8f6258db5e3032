package io.ebbgate.tool.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.tool.kubelet.PodEvent.Kind;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The rules of the kubelet for a pod's end: hooks, signals and probes, on one clock. */
class TerminationIT extends ShellPodCase {
  @Test
  void callsTheHooksOfAllContainersAtOnce() throws Exception {
    PodEvents events =
        pod.sidecar(HELPER, OBEYS, sleep(1)).container(MAIN, OBEYS, sleep(1)).deleted(30);

    assertThat(events.between(Kind.HOOK_STARTED, MAIN, Kind.HOOK_STARTED, HELPER).abs())
        .isLessThan(Duration.ofMillis(200));
  }

  @Test
  void takesAnyStatusOfAHookForSuccess() throws Exception {
    HookServer server = pod.answer(_ -> 403);
    PodEvents events = both(OBEYS, get()).deleted(30);

    assertThat(events.has(Kind.HOOK_ENDED, MAIN)).isTrue();
    assertThat(server.paths()).containsExactly("/v1/drain");
  }

  @Test
  void failsAHookWithoutAnAnswer() throws Exception {
    PodEvents events = both(OBEYS, get()).deleted(30);

    assertThat(events.has(Kind.FAILED_PRE_STOP_HOOK, MAIN)).isTrue();
  }

  @Test
  void abandonsAHookWhenTheGraceIsUsedUpAndSignalsEveryContainer() throws Exception {
    pod.answerLate();
    PodEvents events = both(OBEYS, get()).deleted(2);

    assertThat(events.between(Kind.DELETED, "", Kind.HOOK_ABANDONED, MAIN))
        .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(3));
    assertThat(events.between(Kind.TERMINATED, MAIN, Kind.TERMINATED, HELPER).abs())
        .isLessThan(Duration.ofMillis(500));
  }

  @Test
  void leavesTwoSecondsBetweenSignalAndKill() throws Exception {
    PodEvents events = both(IGNORES, sleep(5)).deleted(1);

    assertThat(events.between(Kind.TERMINATED, MAIN, Kind.KILLED, MAIN))
        .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
  }

  @Test
  void doesNotShortenARunningHookByASecondDelete() throws Exception {
    RunningPod running = both(OBEYS, sleep(3)).started();
    var _ = running.delete();
    awaitEnd(running.delete(Duration.ofSeconds(1)));

    assertThat(running.events().between(Kind.HOOK_STARTED, MAIN, Kind.HOOK_ENDED, MAIN))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void startsNothingAgainWhileThePodTerminates() throws Exception {
    PodEvents events =
        pod.sidecar(HELPER, "sleep 0.5").container(MAIN, OBEYS, sleep(2)).deleted(30);

    long deleted = events.times(Kind.DELETED, "").getFirst();
    assertThat(events.all())
        .noneMatch(event -> event.kind() == Kind.STARTED && event.at() - deleted > 0);
  }

  @Test
  void stopsOrdinarySiblingsInNoOrder() throws Exception {
    boolean siblingFirst = false;
    boolean gatewayFirst = false;
    for (long seed = 0; seed < 40 && !(siblingFirst && gatewayFirst); seed++) {
      try (ShellPod siblings = ShellPod.in(folder.resolve("pod" + seed))) {
        RunningPod running =
            siblings.container(MAIN, OBEYS, sleep(1)).container(HELPER, OBEYS).start(seed);
        running.awaitReady(PodEvents.LIMIT);
        awaitEnd(running.delete());
        boolean first =
            running.events().between(Kind.TERMINATED, HELPER, Kind.HOOK_STARTED, MAIN).isPositive();
        siblingFirst |= first;
        gatewayFirst |= !first;
      }
    }

    assertThat(siblingFirst && gatewayFirst).isTrue();
  }

  @Test
  void takesTheTimeOfTheHookOffTheGrace() throws Exception {
    PodEvents events = pod.container(MAIN, IGNORES, sleep(2)).deleted(5);

    assertThat(events.between(Kind.DELETED, "", Kind.KILLED, MAIN))
        .isBetween(Duration.ofMillis(4_900), Duration.ofSeconds(6));
  }

  @Test
  void givesAHookASecondWhereTheGraceIsNone() throws Exception {
    PodEvents events = pod.container(MAIN, OBEYS, sleep(10)).deleted(0);

    assertThat(events.between(Kind.DELETED, "", Kind.HOOK_ABANDONED, MAIN))
        .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  /** As observed: the kubelet's event comes when the abandoned call fails, if it does. */
  @Test
  void reportsAnAbandonedHookOnlyWhenItFails() throws Exception {
    try (ServerSocket server = new ServerSocket(ShellPod.PORT, 1, pod.address())) {
      CountDownLatch gone = new CountDownLatch(1);
      Thread.ofVirtual().start(() -> cutAfter(server, gone));
      PodEvents events = pod.container(MAIN, OBEYS, get()).deleted(1);
      assertThat(events.has(Kind.FAILED_PRE_STOP_HOOK, MAIN)).isFalse();
      gone.countDown();
      events.await(Kind.FAILED_PRE_STOP_HOOK, MAIN, 1);

      assertThat(events.has(Kind.HOOK_ABANDONED, MAIN)).isTrue();
    }
  }

  @Test
  void takesThePodsOwnGraceWhereTheDeletionNamesNone() throws Exception {
    pod.answerLate();
    RunningPod running = pod.grace(1).container(MAIN, OBEYS, get()).started();
    awaitEnd(running.delete());

    assertThat(running.events().between(Kind.DELETED, "", Kind.HOOK_ABANDONED, MAIN))
        .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  @Test
  void callsAHookOnceHoweverOftenThePodIsDeleted() throws Exception {
    RunningPod running = pod.container(MAIN, OBEYS, sleep(1)).started();
    var _ = running.delete();
    var _ = running.delete(Duration.ofSeconds(2));
    awaitEnd(running.delete());

    assertThat(running.events().times(Kind.DELETED, "")).hasSize(1);
    assertThat(running.events().times(Kind.HOOK_STARTED, MAIN)).hasSize(1);
  }

  /** As when the sidecar dies in the middle of a drain. */
  @Test
  void failsAHookWhoseAnswerIsCutAndSignalsAtOnce() throws Exception {
    try (ServerSocket server = new ServerSocket(ShellPod.PORT, 1, pod.address())) {
      Thread.ofVirtual().start(() -> cutAfter(server, new CountDownLatch(0)));
      PodEvents events = pod.container(MAIN, OBEYS, get()).deleted(30);

      assertThat(events.between(Kind.HOOK_STARTED, MAIN, Kind.FAILED_PRE_STOP_HOOK, MAIN))
          .isLessThan(AT_ONCE);
      assertThat(events.between(Kind.FAILED_PRE_STOP_HOOK, MAIN, Kind.TERMINATED, MAIN))
          .isLessThan(AT_ONCE);
    }
  }

  @Test
  void holdsNoSiblingBackForTheHookOfAnother() throws Exception {
    PodEvents events = pod.container(MAIN, OBEYS, sleep(2)).container(HELPER, OBEYS).deleted(30);

    assertThat(events.between(Kind.DELETED, "", Kind.TERMINATED, HELPER)).isLessThan(AT_ONCE);
  }

  @Test
  void callsNoHookOfAContainerThatHasEnded() throws Exception {
    RunningPod running =
        pod.backOff(Duration.ofSeconds(30))
            .container(MAIN, OBEYS)
            .container(HELPER, endsAt("end"), sleep(1))
            .started();
    PodEvents events = running.events();
    pod.end("end");
    events.await(Kind.READY, "", 2);
    pod.end("end");
    events.await(Kind.UNREADY, "", 2);
    awaitEnd(running.delete());

    assertThat(events.has(Kind.HOOK_STARTED, HELPER)).isFalse();
    assertThat(events.has(Kind.TERMINATED, HELPER)).isFalse();
  }

  @Test
  void goesOnWithReadinessProbesDuringTheHook() throws Exception {
    HookServer server = pod.answer(_ -> 200);
    RunningPod running =
        pod.container(MAIN, OBEYS, sleep(4), probe("readiness", ANSWERED, 1)).started();
    var gone = running.delete();
    assertThat(running.ready()).isTrue();
    server.status(503);
    awaitEnd(gone);

    assertThat(running.events().between(Kind.UNREADY, "", Kind.HOOK_ENDED, MAIN)).isPositive();
  }

  @Test
  void staysReadyDuringTheHookWhereTheProbeSucceeds() throws Exception {
    PodEvents events = pod.container(MAIN, OBEYS, sleep(1)).deleted(30);

    assertThat(events.between(Kind.HOOK_ENDED, MAIN, Kind.UNREADY, "")).isPositive();
  }

  @Test
  void stopsLivenessProbesAtTheDeletion() throws Exception {
    HookServer server = pod.answer(_ -> 200);
    RunningPod running =
        pod.container(MAIN, OBEYS, sleep(3), probe("liveness", ANSWERED, 1)).started();
    var gone = running.delete();
    server.status(503);
    awaitEnd(gone);

    assertThat(running.events().has(Kind.UNHEALTHY, MAIN)).isFalse();
    assertThat(running.events().times(Kind.HOOK_STARTED, MAIN)).hasSize(1);
  }

  /** A sidecar that obeys, and a main container with this script and hook. */
  private ShellPod both(String main, String hook) throws IOException {
    return pod.sidecar(HELPER, OBEYS).container(MAIN, main, hook);
  }

  private static void cutAfter(ServerSocket server, CountDownLatch moment) {
    try (Socket client = server.accept()) {
      client.getInputStream().readNBytes(20);
      moment.await();
    } catch (IOException closed) {
      // The test is over.
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
