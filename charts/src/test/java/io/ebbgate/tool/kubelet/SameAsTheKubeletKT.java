package io.ebbgate.tool.kubelet;

import static io.ebbgate.tool.kubelet.ShellPod.HELPER;
import static io.ebbgate.tool.kubelet.ShellPod.MAIN;
import static io.ebbgate.tool.kubelet.ShellPod.get;
import static io.ebbgate.tool.kubelet.ShellPod.sleep;
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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The runner of pods on loopback and a real kubelet, given the same pod, end it the same way. One
 * difference stays: in a container a process without a handler for SIGTERM ignores it.
 */
@ExtendWith(ClusterExtension.class)
class SameAsTheKubeletKT {
  private static final String LOG = "log() { echo $1 $(date +%s%N); }; log start; ";
  private static final String FOREVER = "while true; do sleep 0.02; done";
  private static final String OBEYS = LOG + "trap 'log end; exit 0' TERM; " + FOREVER;

  /** Goes on after SIGTERM, and logs so every 800 ms. */
  private static final String IGNORES =
      LOG + "trap 'log end; sleep 0.8; log on; sleep 0.8; log on; sleep 8' TERM; " + FOREVER;

  /** A real kubelet is busier, and polls once a second. */
  private static final Duration LATER = Duration.ofMillis(1_500);

  private static final int USUAL = 30;

  /** The Kubernetes 1.x whose hooks may sleep. */
  private static final int SLEEPS = 30;

  @TempDir Path folder;

  @BeforeAll
  static void bringAShell(Testbed testbed) throws Exception {
    Assumptions.assumeTrue(testbed.minor() >= SLEEPS, "This kubelet has no sleep hook yet.");
    testbed.bring(images -> List.of(TestImages.packShell(images)));
  }

  @Test
  void aNativeSidecarStopsAfterTheMainContainer(Testbed testbed) throws Exception {
    assertSame(testbed, both(sleep(1)), USUAL);
  }

  @Test
  void hooksRunBesideEachOther(Testbed testbed) throws Exception {
    ShellPod pod =
        ShellPod.in(folder).sidecar(HELPER, OBEYS, sleep(3)).container(MAIN, OBEYS, sleep(1));

    assertSame(testbed, pod, USUAL);
  }

  @Test
  void aSiblingDoesNotWaitForTheHookOfAnother(Testbed testbed) throws Exception {
    ShellPod pod = ShellPod.in(folder).container(HELPER, OBEYS).container(MAIN, OBEYS, sleep(2));

    assertSame(testbed, pod, USUAL);
  }

  @Test
  void aHookWithoutAnAnswerFails(Testbed testbed) throws Exception {
    assertSame(testbed, both(get(18_060)), USUAL);
  }

  @Test
  void aHookIsAbandonedWhenTheGraceIsUsedUp(Testbed testbed) throws Exception {
    assertSame(testbed, both(sleep(8)), 2);
  }

  @Test
  void aSecondDeleteDoesNotShortenARunningHook(Testbed testbed) throws Exception {
    assertSame(testbed, both(sleep(5)), USUAL, 1);
  }

  @Test
  void twoSecondsAreLeftBetweenSignalAndKill(Testbed testbed) throws Exception {
    assertSame(testbed, ShellPod.in(folder).container(MAIN, IGNORES, sleep(5)), 1);
  }

  @Test
  void theTimeOfTheHookIsTakenOffTheGrace(Testbed testbed) throws Exception {
    assertSame(testbed, ShellPod.in(folder).container(MAIN, IGNORES, sleep(3)), 4);
  }

  @Test
  void aMessageThatIsTooLongIsCutAtItsBeginning(Testbed testbed) throws Exception {
    String writes = "trap 'seq -w 1 1000 > $%s; exit 0' TERM; ".formatted(Env.TERMINATION_LOG);
    String place = "env: [{name: %s, value: /dev/termination-log}]".formatted(Env.TERMINATION_LOG);
    ShellPod pod =
        ShellPod.in(folder)
            .sidecar(Containers.SIDECAR, writes + FOREVER, place)
            .container(MAIN, OBEYS, sleep(1));

    assertSame(testbed, pod, USUAL);
  }

  private ShellPod both(String hook) {
    return ShellPod.in(folder).sidecar(HELPER, OBEYS).container(MAIN, OBEYS, hook);
  }

  private static void assertSame(Testbed testbed, ShellPod pod, int... graces) throws Exception {
    PodEnd here = here(pod, graces);
    PodEnd there = there(testbed, pod.json(), graces);

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

  private static PodEnd here(ShellPod pod, int... graces) throws Exception {
    try (RunningPod running = pod.started()) {
      Instant deleted = Instant.now();
      for (int grace : graces) {
        var _ = running.delete(Duration.ofSeconds(grace));
        Thread.sleep(Duration.ofSeconds(1));
      }
      running.delete().get(ShellPod.LIMIT.toSeconds(), TimeUnit.SECONDS);
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

  private static PodEnd there(Testbed testbed, JsonNode manifest, int... graces) throws Exception {
    ObjectNode own = manifest.deepCopy();
    for (String list : List.of("containers", "initContainers")) {
      for (JsonNode container : own.path("spec").path(list)) {
        ((ObjectNode) container).put("image", TestImages.shell());
      }
    }
    try (SinglePod pod = testbed.alone(own)) {
      Instant deleted = Instant.now();
      for (int grace : graces) {
        pod.delete(Duration.ofSeconds(grace));
        Thread.sleep(Duration.ofSeconds(1));
      }
      PodHistory end = pod.awaitEnd();
      long failed = pod.warnings().stream().filter("FailedPreStopHook"::equals).count();
      return new PodEnd(deleted, pod.logs(), failed, end.messages(), end.restarts());
    }
  }
}
