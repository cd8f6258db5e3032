package io.ebbgate.tool.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.tool.kubelet.PodEvent.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Containers that end by themselves are restarted, each time later, until the pod is deleted. */
class RestartIT extends ShellPodCase {
  private static final String END = "end";

  @Test
  void restartsACrashedContainerAtOnceAndThenEachTimeLater() throws Exception {
    Duration first = Duration.ofSeconds(1);
    PodEvents events = pod.backOff(first).container(MAIN, "true").until(Kind.STARTED, MAIN, 4);

    assertThat(events.has(Kind.DELETED, "")).isFalse();
    assertThat(events.between(Kind.EXITED, MAIN, 1, Kind.STARTED, MAIN, 2)).isLessThan(AT_ONCE);
    assertThat(events.between(Kind.EXITED, MAIN, 2, Kind.STARTED, MAIN, 3))
        .isGreaterThanOrEqualTo(first);
    assertThat(events.between(Kind.EXITED, MAIN, 3, Kind.STARTED, MAIN, 4))
        .isGreaterThanOrEqualTo(first.multipliedBy(2));
  }

  @Test
  void callsNoHookOfAContainerThatEndsByItself() throws Exception {
    PodEvents events = pod.container(MAIN, endsAt(END), sleep(1)).started().events();
    pod.end(END);
    events.await(Kind.STARTED, MAIN, 2);

    assertThat(events.has(Kind.HOOK_STARTED, MAIN)).isFalse();
  }

  @Test
  void restartsNothingWhoseBackOffEndsWhileThePodTerminates() throws Exception {
    RunningPod running = crashed(1, OBEYS, sleep(3));
    awaitEnd(running.delete());

    assertThat(running.events().times(Kind.STARTED, HELPER)).hasSize(2);
  }

  @Test
  void delaysNoDeletionByABackOff() throws Exception {
    RunningPod running = crashed(30, OBEYS, get());
    awaitEnd(running.delete());

    assertThat(running.events().between(Kind.DELETED, "", Kind.TERMINATED, MAIN))
        .isLessThan(AT_ONCE);
  }

  @Test
  void delaysNoOtherContainerByABackOff() throws Exception {
    PodEvents events = crashed(30, endsAt("other")).events();
    pod.end("other");
    events.await(Kind.STARTED, MAIN, 2);

    assertThat(events.times(Kind.STARTED, HELPER)).hasSize(2);
  }

  @Test
  void isUnreadyWhileAContainerIsInBackOff() throws Exception {
    RunningPod running = crashed(1, OBEYS);
    assertThat(running.ready()).isFalse();
    running.events().await(Kind.READY, "", 3);

    assertThat(running.events().between(Kind.STARTED, HELPER, 3, Kind.READY, "", 3)).isPositive();
  }

  @Test
  void isReadyAgainOnlyWhenTheNewProcessIs() throws Exception {
    HookServer server = pod.answer(_ -> 200);
    String probe = probe("readiness", ANSWERED, 60);
    PodEvents events = pod.container(MAIN, endsAt(END), probe).started().events();
    server.status(503);
    pod.end(END);
    events.await(Kind.STARTED, MAIN, 2);
    long healthyAgain = System.nanoTime();
    server.status(200);
    events.await(Kind.READY, "", 2);

    assertThat(events.times(Kind.READY, "").get(1) - healthyAgain).isPositive();
  }

  /** A pod whose helper crashed twice and waits that many seconds for its next start. */
  private RunningPod crashed(int backOff, String main, String... fields) throws Exception {
    RunningPod running =
        pod.backOff(Duration.ofSeconds(backOff))
            .sidecar(HELPER, endsAt(END))
            .container(MAIN, main, fields)
            .started();
    pod.end(END);
    running.events().await(Kind.READY, "", 2);
    pod.end(END);
    running.events().await(Kind.UNREADY, "", 2);
    return running;
  }
}
