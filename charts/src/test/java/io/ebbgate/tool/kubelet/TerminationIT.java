package io.ebbgate.tool.kubelet;

import static io.ebbgate.tool.kubelet.ShellPod.HELPER;
import static io.ebbgate.tool.kubelet.ShellPod.IGNORES;
import static io.ebbgate.tool.kubelet.ShellPod.LIMIT;
import static io.ebbgate.tool.kubelet.ShellPod.MAIN;
import static io.ebbgate.tool.kubelet.ShellPod.OBEYS;
import static io.ebbgate.tool.kubelet.ShellPod.endsAt;
import static io.ebbgate.tool.kubelet.ShellPod.get;
import static io.ebbgate.tool.kubelet.ShellPod.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.tool.kubelet.PodEvent.Kind;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One clock from the deletion on, and what runs in parallel. */
class TerminationIT {
  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  @TempDir Path folder;

  @Test
  void takesTheTimeOfTheHookOffTheGrace() throws Exception {
    PodEvents events = ShellPod.in(folder).container(MAIN, IGNORES, sleep(2)).deleted(5);

    assertThat(events.between(Kind.DELETED, "", Kind.KILLED, MAIN))
        .isBetween(Duration.ofMillis(4_900), Duration.ofSeconds(6));
  }

  @Test
  void givesAHookASecondWhereTheGraceIsNone() throws Exception {
    PodEvents events = ShellPod.in(folder).container(MAIN, OBEYS, sleep(10)).deleted(0);

    assertThat(events.between(Kind.DELETED, "", Kind.HOOK_ABANDONED, MAIN))
        .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  /** As observed: the kubelet's event comes when the abandoned call fails, if it does. */
  @Test
  void reportsAnAbandonedHookOnlyWhenItFails() throws Exception {
    ShellPod pod = ShellPod.in(folder).container(MAIN, OBEYS, get(18_014));
    try (ServerSocket server = new ServerSocket(18_014, 1, pod.address());
        RunningPod running = pod.started()) {
      PodEvents events = running.events();
      CountDownLatch gone = new CountDownLatch(1);
      Thread.ofVirtual().start(() -> cutAfter(server, gone));
      running.delete(Duration.ofSeconds(1)).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertThat(events.has(Kind.FAILED_PRE_STOP_HOOK, MAIN)).isFalse();
      gone.countDown();
      events.await(Kind.FAILED_PRE_STOP_HOOK, MAIN, 1);

      assertThat(events.has(Kind.HOOK_ABANDONED, MAIN)).isTrue();
    }
  }

  @Test
  void takesThePodsOwnGraceWhereTheDeletionNamesNone() throws Exception {
    ShellPod pod = ShellPod.in(folder).grace(1).container(MAIN, OBEYS, get(18_010));
    try (HookServer _ = new HookServer(pod.address(), 18_010, 200, true);
        RunningPod running = pod.started()) {
      running.delete().get(LIMIT.toSeconds(), TimeUnit.SECONDS);

      assertThat(running.events().between(Kind.DELETED, "", Kind.HOOK_ABANDONED, MAIN))
          .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }
  }

  @Test
  void callsAHookOnceHoweverOftenThePodIsDeleted() throws Exception {
    try (RunningPod pod = ShellPod.in(folder).container(MAIN, OBEYS, sleep(1)).started()) {
      var _ = pod.delete();
      var _ = pod.delete(Duration.ofSeconds(2));
      pod.delete().get(LIMIT.toSeconds(), TimeUnit.SECONDS);

      assertThat(pod.events().times(Kind.DELETED, "")).hasSize(1);
      assertThat(pod.events().times(Kind.HOOK_STARTED, MAIN)).hasSize(1);
    }
  }

  /** As when the sidecar dies in the middle of a drain. */
  @Test
  void failsAHookWhoseAnswerIsCutAndSignalsAtOnce() throws Exception {
    ShellPod pod = ShellPod.in(folder).container(MAIN, OBEYS, get(18_011));
    try (ServerSocket server = new ServerSocket(18_011, 1, pod.address())) {
      Thread.ofVirtual().start(() -> cut(server));
      PodEvents events = pod.deleted(30);

      assertThat(events.between(Kind.HOOK_STARTED, MAIN, Kind.FAILED_PRE_STOP_HOOK, MAIN))
          .isLessThan(AT_ONCE);
      assertThat(events.between(Kind.FAILED_PRE_STOP_HOOK, MAIN, Kind.TERMINATED, MAIN))
          .isLessThan(AT_ONCE);
    }
  }

  @Test
  void holdsNoSiblingBackForTheHookOfAnother() throws Exception {
    PodEvents events =
        ShellPod.in(folder).container(MAIN, OBEYS, sleep(2)).container(HELPER, OBEYS).deleted(30);

    assertThat(events.between(Kind.DELETED, "", Kind.TERMINATED, HELPER)).isLessThan(AT_ONCE);
  }

  @Test
  void callsNoHookOfAContainerThatHasEnded() throws Exception {
    Duration longer = Duration.ofSeconds(30);
    ShellPod pod =
        ShellPod.in(folder)
            .backOff(longer)
            .container(MAIN, OBEYS)
            .container(HELPER, endsAt("end"), sleep(1));
    try (RunningPod running = pod.started()) {
      PodEvents events = running.events();
      pod.end("end");
      events.await(Kind.READY, "", 2);
      pod.end("end");
      events.await(Kind.UNREADY, "", 2);
      running.delete().get(LIMIT.toSeconds(), TimeUnit.SECONDS);

      assertThat(events.has(Kind.HOOK_STARTED, HELPER)).isFalse();
      assertThat(events.has(Kind.TERMINATED, HELPER)).isFalse();
    }
  }

  @Test
  void goesOnWithReadinessProbesDuringTheHook() throws Exception {
    String probe =
        "readinessProbe: {httpGet: {port: 18012}, periodSeconds: 1, failureThreshold: 1}";
    ShellPod pod = ShellPod.in(folder).container(MAIN, OBEYS, sleep(4), probe);
    AtomicBoolean healthy = new AtomicBoolean(true);
    try (HookServer _ = new HookServer(pod.address(), 18_012, _ -> healthy.get() ? 200 : 503);
        RunningPod running = pod.started()) {
      var gone = running.delete();
      assertThat(running.ready()).isTrue();
      healthy.set(false);
      gone.get(LIMIT.toSeconds(), TimeUnit.SECONDS);

      assertThat(running.events().between(Kind.UNREADY, "", Kind.HOOK_ENDED, MAIN)).isPositive();
    }
  }

  @Test
  void staysReadyDuringTheHookWhereTheProbeSucceeds() throws Exception {
    PodEvents events = ShellPod.in(folder).container(MAIN, OBEYS, sleep(1)).deleted(30);

    assertThat(events.between(Kind.HOOK_ENDED, MAIN, Kind.UNREADY, "")).isPositive();
  }

  @Test
  void stopsLivenessProbesAtTheDeletion() throws Exception {
    String probe = "livenessProbe: {httpGet: {port: 18013}, periodSeconds: 1, failureThreshold: 1}";
    ShellPod pod = ShellPod.in(folder).container(MAIN, OBEYS, sleep(3), probe);
    AtomicBoolean healthy = new AtomicBoolean(true);
    try (HookServer _ = new HookServer(pod.address(), 18_013, _ -> healthy.get() ? 200 : 503);
        RunningPod running = pod.started()) {
      var gone = running.delete();
      healthy.set(false);
      gone.get(LIMIT.toSeconds(), TimeUnit.SECONDS);

      assertThat(running.events().has(Kind.UNHEALTHY, MAIN)).isFalse();
      assertThat(running.events().times(Kind.HOOK_STARTED, MAIN)).hasSize(1);
    }
  }

  private static void cut(ServerSocket server) {
    cutAfter(server, new CountDownLatch(0));
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
