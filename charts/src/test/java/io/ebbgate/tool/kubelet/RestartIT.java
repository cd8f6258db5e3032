package io.ebbgate.tool.kubelet;

import static io.ebbgate.tool.kubelet.ShellPod.HELPER;
import static io.ebbgate.tool.kubelet.ShellPod.LIMIT;
import static io.ebbgate.tool.kubelet.ShellPod.MAIN;
import static io.ebbgate.tool.kubelet.ShellPod.OBEYS;
import static io.ebbgate.tool.kubelet.ShellPod.endsAt;
import static io.ebbgate.tool.kubelet.ShellPod.get;
import static io.ebbgate.tool.kubelet.ShellPod.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.tool.kubelet.PodEvent.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers that end by themselves are restarted, each time later, until the pod is deleted. */
class RestartIT {
  private static final Duration AT_ONCE = Duration.ofSeconds(1);
  private static final String END = "end";

  @TempDir Path folder;

  @Test
  void restartsACrashedContainerAtOnceAndThenEachTimeLater() throws Exception {
    Duration first = Duration.ofSeconds(1);
    try (RunningPod pod = ShellPod.in(folder).backOff(first).container(MAIN, "true").start(1)) {
      PodEvents events = pod.events();
      events.await(Kind.STARTED, MAIN, 4);
      assertThat(events.has(Kind.DELETED, "")).isFalse();

      assertThat(events.between(Kind.EXITED, MAIN, 1, Kind.STARTED, MAIN, 2)).isLessThan(AT_ONCE);
      assertThat(events.between(Kind.EXITED, MAIN, 2, Kind.STARTED, MAIN, 3))
          .isBetween(first, first.multipliedBy(2));
      assertThat(events.between(Kind.EXITED, MAIN, 3, Kind.STARTED, MAIN, 4))
          .isBetween(first.multipliedBy(2), first.multipliedBy(4));
    }
  }

  @Test
  void callsNoHookOfAContainerThatEndsByItself() throws Exception {
    ShellPod pod = ShellPod.in(folder).container(MAIN, endsAt(END), sleep(1));
    try (RunningPod running = pod.started()) {
      pod.end(END);
      running.events().await(Kind.STARTED, MAIN, 2);

      assertThat(running.events().has(Kind.HOOK_STARTED, MAIN)).isFalse();
    }
  }

  @Test
  void restartsNothingWhoseBackOffEndsWhileThePodTerminates() throws Exception {
    ShellPod pod =
        ShellPod.in(folder)
            .backOff(Duration.ofSeconds(1))
            .sidecar(HELPER, endsAt(END))
            .container(MAIN, OBEYS, sleep(3));
    try (RunningPod running = crashed(pod)) {
      running.delete().get(LIMIT.toSeconds(), TimeUnit.SECONDS);

      assertThat(running.events().times(Kind.STARTED, HELPER)).hasSize(2);
    }
  }

  @Test
  void delaysNoDeletionByABackOff() throws Exception {
    ShellPod pod =
        ShellPod.in(folder)
            .backOff(Duration.ofSeconds(30))
            .sidecar(HELPER, endsAt(END))
            .container(MAIN, OBEYS, get(18_030));
    try (RunningPod running = crashed(pod)) {
      running.delete().get(LIMIT.toSeconds(), TimeUnit.SECONDS);

      PodEvents events = running.events();
      assertThat(events.between(Kind.DELETED, "", Kind.TERMINATED, MAIN)).isLessThan(AT_ONCE);
    }
  }

  @Test
  void delaysNoOtherContainerByABackOff() throws Exception {
    ShellPod pod =
        ShellPod.in(folder)
            .backOff(Duration.ofSeconds(30))
            .sidecar(HELPER, endsAt(END))
            .container(MAIN, endsAt("other"));
    try (RunningPod running = crashed(pod)) {
      pod.end("other");
      running.events().await(Kind.STARTED, MAIN, 2);

      assertThat(running.events().times(Kind.STARTED, HELPER)).hasSize(2);
    }
  }

  @Test
  void isUnreadyWhileAContainerIsInBackOff() throws Exception {
    ShellPod pod =
        ShellPod.in(folder)
            .backOff(Duration.ofSeconds(1))
            .sidecar(HELPER, endsAt(END))
            .container(MAIN, OBEYS);
    try (RunningPod running = crashed(pod)) {
      PodEvents events = running.events();
      assertThat(running.ready()).isFalse();
      events.await(Kind.READY, "", 3);

      assertThat(events.between(Kind.STARTED, HELPER, 3, Kind.READY, "", 3)).isPositive();
    }
  }

  @Test
  void isReadyAgainOnlyWhenTheNewProcessIs() throws Exception {
    String probe =
        "readinessProbe: {httpGet: {port: 18032}, periodSeconds: 1, failureThreshold: 60}";
    ShellPod pod = ShellPod.in(folder).container(MAIN, endsAt(END), probe);
    AtomicBoolean healthy = new AtomicBoolean(true);
    try (HookServer _ = new HookServer(pod.address(), 18_032, _ -> healthy.get() ? 200 : 503);
        RunningPod running = pod.started()) {
      PodEvents events = running.events();
      healthy.set(false);
      pod.end(END);
      events.await(Kind.STARTED, MAIN, 2);
      long healthyAgain = System.nanoTime();
      healthy.set(true);
      events.await(Kind.READY, "", 2);

      assertThat(events.times(Kind.READY, "").get(1) - healthyAgain).isPositive();
    }
  }

  /** A pod whose helper crashed twice and waits for its next start. */
  private static RunningPod crashed(ShellPod pod) throws Exception {
    RunningPod running = pod.started();
    PodEvents events = running.events();
    pod.end(END);
    events.await(Kind.READY, "", 2);
    pod.end(END);
    events.await(Kind.UNREADY, "", 2);
    return running;
  }
}
