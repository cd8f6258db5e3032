package io.ebbgate.tool.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebbgate.tool.kubelet.PodEvent.Kind;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Native sidecars: started before the main containers, in order, and stopped after them. */
class NativeSidecarIT extends ShellPodCase {
  private static final String FIRST = "first";
  private static final String SECOND = "second";

  @Test
  void startsInOrderBeforeTheMainContainer() throws Exception {
    PodEvents events = pod(OBEYS).started().events();

    assertThat(events.between(Kind.STARTED, FIRST, Kind.STARTED, SECOND)).isPositive();
    assertThat(events.between(Kind.STARTED, SECOND, Kind.STARTED, MAIN)).isPositive();
  }

  @Test
  void holdsTheNextContainerBackUntilItsStartupProbeSucceeds() throws Exception {
    HookServer server = pod.answer(nth -> nth < 2 ? 503 : 200);
    pod.sidecar(FIRST, OBEYS, probe("startup", ANSWERED, 3)).container(MAIN, OBEYS, sleep(1));
    PodEvents events = pod.started().events();

    assertThat(events.between(Kind.STARTED, FIRST, Kind.STARTED, MAIN))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(server.paths()).hasSize(2);
  }

  /** As with an image that is missing. */
  @Test
  void keepsTheMainContainerFromStartingWhereItCannotStart() throws Exception {
    pod.sidecar(FIRST, OBEYS, "command: [/nonexistent/agent]").container(MAIN, OBEYS);
    RunningPod running = pod.start(1);

    assertThatThrownBy(() -> running.awaitReady(PodEvents.LIMIT))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("gateway did not start:");
    assertThat(running.events().has(Kind.STARTED, MAIN)).isFalse();
  }

  @Test
  void countsForTheReadinessOfThePod() throws Exception {
    pod.sidecar(FIRST, "echo waiting; " + OBEYS, probe("readiness", UNANSWERED, 3))
        .container(MAIN, OBEYS);
    RunningPod running = pod.start(1);

    assertThatThrownBy(() -> running.awaitReady(Duration.ofSeconds(1)))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("gateway is not ready after PT1S:", "first: waiting", "main: ");
    assertThat(running.events().has(Kind.STARTED, MAIN)).isTrue();
  }

  @Test
  void stopsInReverseOrder() throws Exception {
    PodEvents events = pod(OBEYS, sleep(1)).deleted(30);

    assertThat(events.between(Kind.EXITED, MAIN, Kind.TERMINATED, SECOND)).isPositive();
    assertThat(events.between(Kind.EXITED, SECOND, Kind.TERMINATED, FIRST)).isPositive();
  }

  @Test
  void delaysNoMainContainerByItsOwnHook() throws Exception {
    PodEvents events = pod.sidecar(FIRST, OBEYS, sleep(2)).container(MAIN, OBEYS).deleted(30);

    assertThat(events.between(Kind.DELETED, "", Kind.TERMINATED, MAIN)).isLessThan(AT_ONCE);
    assertThat(events.between(Kind.HOOK_ENDED, FIRST, Kind.TERMINATED, FIRST)).isPositive();
  }

  @Test
  void waitsNoLongerWhenTheGraceIsUsedUp() throws Exception {
    PodEvents events = pod(IGNORES, sleep(2)).deleted(3);

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
    pod.sidecar(FIRST, OBEYS, probe("startup", UNANSWERED, 3)).container(MAIN, OBEYS);
    RunningPod running = pod.start(1);
    PodEvents events = running.events();
    events.await(Kind.STARTED, FIRST, 1);
    awaitEnd(running.delete());

    assertThat(events.has(Kind.TERMINATED, FIRST)).isTrue();
    assertThat(events.has(Kind.STARTED, MAIN)).isFalse();
  }

  /** Two sidecars and a main container with these fields, all of one script. */
  private ShellPod pod(String script, String... fields) throws IOException {
    return pod.sidecar(FIRST, script).sidecar(SECOND, script).container(MAIN, script, fields);
  }
}
