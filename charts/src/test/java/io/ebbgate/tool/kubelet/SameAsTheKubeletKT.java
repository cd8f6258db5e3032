package io.ebbgate.tool.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Env;
import io.ebbgate.tool.cluster.ClusterExtension;
import io.ebbgate.tool.cluster.PodHistory;
import io.ebbgate.tool.cluster.SinglePod;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.kubelet.PodEvent.Kind;
import io.ebbgate.tool.node.TestImages;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The runner of pods on loopback and a real kubelet, given the same pod, end it the same way. One
 * difference stays: in a container a process without a handler for SIGTERM ignores it.
 */
@ExtendWith(ClusterExtension.class)
class SameAsTheKubeletKT extends ShellPodCase {
  private static final String LOG = "log() { echo $1 $(date +%s%N); }; log start; ";
  private static final String LOGS_ITS_END = LOG + "trap 'log end; exit 0' TERM; " + FOREVER;

  /** Goes on after SIGTERM, and logs so every 800 ms. */
  private static final String GOES_ON =
      LOG + "trap 'log end; sleep 0.8; log on; sleep 0.8; log on; sleep 8' TERM; " + FOREVER;

  /** A real kubelet is busier, and polls once a second. */
  private static final Duration LATER = Duration.ofMillis(1_500);

  private static final int USUAL = 30;

  /** The Kubernetes 1.x whose hooks may sleep. */
  private static final int SLEEPS = 30;

  @BeforeAll
  static void bringAShell(Testbed testbed) throws Exception {
    Assumptions.assumeTrue(testbed.minor() >= SLEEPS, "This kubelet has no sleep hook yet.");
    testbed.bring(images -> List.of(TestImages.packShell(images)));
  }

  @Test
  void aNativeSidecarStopsAfterTheMainContainer(Testbed testbed) throws Exception {
    both(sleep(1));
    assertSame(testbed, USUAL);
  }

  @Test
  void hooksRunBesideEachOther(Testbed testbed) throws Exception {
    pod.sidecar(HELPER, LOGS_ITS_END, sleep(3)).container(MAIN, LOGS_ITS_END, sleep(1));

    assertSame(testbed, USUAL);
  }

  @Test
  void aSiblingDoesNotWaitForTheHookOfAnother(Testbed testbed) throws Exception {
    pod.container(HELPER, LOGS_ITS_END).container(MAIN, LOGS_ITS_END, sleep(2));
    assertSame(testbed, USUAL);
  }

  @Test
  void aHookWithoutAnAnswerFails(Testbed testbed) throws Exception {
    both(get());
    assertSame(testbed, USUAL);
  }

  @Test
  void aHookIsAbandonedWhenTheGraceIsUsedUp(Testbed testbed) throws Exception {
    both(sleep(8));
    assertSame(testbed, 2);
  }

  @Test
  void aSecondDeleteDoesNotShortenARunningHook(Testbed testbed) throws Exception {
    both(sleep(5));
    assertSame(testbed, USUAL, 1);
  }

  @Test
  void twoSecondsAreLeftBetweenSignalAndKill(Testbed testbed) throws Exception {
    pod.container(MAIN, GOES_ON, sleep(5));
    assertSame(testbed, 1);
  }

  @Test
  void theTimeOfTheHookIsTakenOffTheGrace(Testbed testbed) throws Exception {
    pod.container(MAIN, GOES_ON, sleep(3));
    assertSame(testbed, 4);
  }

  @Test
  void aMessageThatIsTooLongIsCutAtItsBeginning(Testbed testbed) throws Exception {
    String writes = "trap 'seq -w 1 1000 > $%s; exit 0' TERM; ".formatted(Env.TERMINATION_LOG);
    String place = "env: [{name: %s, value: /dev/termination-log}]".formatted(Env.TERMINATION_LOG);
    pod.sidecar(Containers.SIDECAR, writes + FOREVER, place)
        .container(MAIN, LOGS_ITS_END, sleep(1));

    assertSame(testbed, USUAL);
  }

  private void both(String hook) throws IOException {
    pod.sidecar(HELPER, LOGS_ITS_END).container(MAIN, LOGS_ITS_END, hook);
  }

  private void assertSame(Testbed testbed, int... graces) throws Exception {
    PodEnd here = here(graces);
    PodEnd there = there(testbed, graces);

    assertThat(there.failedHooks()).as("failed hooks").isEqualTo(here.failedHooks());
    assertThat(there.messages()).as("messages").isEqualTo(here.messages());
    assertThat(there.restarts()).as("restarts").isEqualTo(here.restarts());
    for (String container : here.logs().keySet()) {
      assertThat(there.words(container)).as(container).isEqualTo(here.words(container));
      List<Duration> mine = here.times(container);
      List<Duration> real = there.times(container);
      for (int word = 0; word < mine.size(); word++) {
        if (mine.get(word).isPositive()) {
          assertThat(real.get(word).minus(mine.get(word)).abs())
              .as("%s of %s, here %s", here.words(container).get(word), container, mine.get(word))
              .isLessThan(LATER);
        }
      }
    }
  }

  private PodEnd here(int... graces) throws Exception {
    try (RunningPod running = pod.started()) {
      Instant deleted = Instant.now();
      for (int grace : graces) {
        var _ = running.delete(Duration.ofSeconds(grace));
        Thread.sleep(Duration.ofSeconds(1));
      }
      awaitEnd(running.delete());
      Map<String, String> logs = new HashMap<>();
      Map<String, String> messages = new HashMap<>();
      for (String container : pod.names()) {
        logs.put(container, pod.log(container));
        String message = running.terminationMessage(container);
        if (!message.isEmpty()) {
          messages.put(container, message);
        }
      }
      List<PodEvent> events = running.events().all();
      return new PodEnd(
          deleted,
          logs,
          count(events, Kind.FAILED_PRE_STOP_HOOK),
          messages,
          (int) count(events, Kind.STARTED) - logs.size());
    }
  }

  private static long count(List<PodEvent> events, Kind kind) {
    return events.stream().filter(event -> event.kind() == kind).count();
  }

  private PodEnd there(Testbed testbed, int... graces) throws Exception {
    ObjectNode own = pod.json().deepCopy();
    for (String list : List.of("containers", "initContainers")) {
      for (JsonNode container : own.path("spec").path(list)) {
        ((ObjectNode) container).put("image", TestImages.shell());
      }
    }
    try (SinglePod real = testbed.alone(own)) {
      Instant deleted = Instant.now();
      for (int grace : graces) {
        real.delete(Duration.ofSeconds(grace));
        Thread.sleep(Duration.ofSeconds(1));
      }
      PodHistory end = real.awaitEnd();
      long failed = real.warnings().stream().filter("FailedPreStopHook"::equals).count();
      return new PodEnd(deleted, real.logs(), failed, end.messages(), end.restarts());
    }
  }

  /**
   * How a pod ended, here or on a real kubelet. Its scripts log words, each with the time in
   * nanoseconds.
   *
   * @param deleted when it was
   * @param logs of its containers
   * @param failedHooks how many events reported one
   * @param messages of containers that wrote one
   * @param restarts of all its containers
   */
  private record PodEnd(
      Instant deleted,
      Map<String, String> logs,
      long failedHooks,
      Map<String, String> messages,
      int restarts) {
    PodEnd {
      logs = Map.copyOf(logs);
      messages = Map.copyOf(messages);
    }

    /** The words of a container, in their order. */
    List<String> words(String container) {
      return logged(container).map(line -> line[0]).toList();
    }

    /** How long after the deletion each was logged; negative before. */
    List<Duration> times(String container) {
      return logged(container)
          .map(line -> Instant.EPOCH.plusNanos(Long.parseLong(line[1])))
          .map(at -> Duration.between(deleted, at))
          .toList();
    }

    private Stream<String[]> logged(String container) {
      return logs.getOrDefault(container, "").lines().map(line -> line.split(" "));
    }
  }
}
