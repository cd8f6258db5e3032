package io.ebbgate.webhook.observer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.webhook.tls.TestCluster;
import io.ebbgate.webhook.trace.Tracing;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On a real API server, whose pods a hand moves. */
@Tag("cluster")
@Timeout(180)
class ObserverIT {
  private static final Duration GRACE = Duration.ofSeconds(60);
  private static final String CLEAN =
      """
      {"verdict":"clean","provisional":false,"trigger":"deletion",\
      "startedAt":"2026-11-21T19:47:19.193Z","holdSeconds":6.7,"budgetSeconds":60,\
      "connections":{"start":4,"end":0},"requests":{"start":4,"end":0}}\
      """;

  @TempDir Path folder;
  private TestCluster cluster;
  private HandKubelet kubelet;

  @BeforeEach
  void start() throws Exception {
    cluster = TestCluster.start(folder);
    kubelet = HandKubelet.of(cluster.admin());
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void tellsOfADrainByAnEventOnThePodAndOneOnItsWorkload() throws Exception {
    MeterRegistry counted = new SimpleMeterRegistry();
    try (Observer _ = observer(counted, true)) {
      leave(kubelet.serve("gateway-1"), CLEAN);
      Await.until("two Events", () -> events().size() == 2);

      assertThat(events())
          .allSatisfy(event -> {
            assertThat(event.getReason()).isEqualTo("DrainCompleted");
            assertThat(event.getAction()).isEqualTo("Drain");
            assertThat(event.getType()).isEqualTo("Normal");
            assertThat(event.getNote()).startsWith("clean: held 6.7 s of 60.0 s");
          })
          .extracting(event -> event.getRegarding().getKind())
          .containsExactlyInAnyOrder("Pod", "Deployment");
      Await.until("it is counted", () -> told(counted, Outcome.CLEAN) == 1);
    }
  }

  @Test
  void tellsOfThePodThatLeftWithoutAWord() throws Exception {
    MeterRegistry counted = new SimpleMeterRegistry();
    try (Observer _ = observer(counted, true)) {
      Pod pod = kubelet.serve("gateway-1");
      seen(counted);
      kubelet.delete(name(pod), GRACE);
      kubelet.gone(name(pod));
      Await.until("it is lost", () -> told(counted, Outcome.LOST) == 1);

      assertThat(events()).extracting(Event::getReason).containsOnly("DrainLost");
    }
  }

  @Test
  void tellsOfEachDrainOnceHoweverManyWatchAndWrite() throws Exception {
    MeterRegistry one = new SimpleMeterRegistry();
    MeterRegistry other = new SimpleMeterRegistry();
    try (Observer _ = observer(one, true);
        Observer _ = observer(other, true)) {
      for (int pod = 1; pod <= 5; pod++) {
        leave(kubelet.serve("gateway-" + pod), CLEAN);
      }
      Await.until(
          "five are counted", () -> told(one, Outcome.CLEAN) + told(other, Outcome.CLEAN) >= 5);

      assertThat(events()).hasSize(10);
      assertThat(told(one, Outcome.CLEAN) + told(other, Outcome.CLEAN)).isEqualTo(5);
    }
  }

  @Test
  void tellsWhatItSawBeforeItWasToWrite() throws Exception {
    MeterRegistry counted = new SimpleMeterRegistry();
    AtomicBoolean writes = new AtomicBoolean();
    try (Observer _ = observer(counted, writes)) {
      leave(kubelet.serve("gateway-1"), CLEAN);
      Await.until("the pod is gone", () -> kubelet.pod("gateway-1").get() == null);
      assertThat(events()).isEmpty();
      writes.set(true);
      Await.until("it is counted", () -> told(counted, Outcome.CLEAN) == 1);

      assertThat(events()).hasSize(2);
    }
  }

  @Test
  void tellsAWhileLaterWhatTheOneThatWritesDidNotTell() throws Exception {
    MeterRegistry silent = new SimpleMeterRegistry();
    MeterRegistry counted = new SimpleMeterRegistry();
    AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    try (Observer _ = observer(counted, new AtomicBoolean(), now::get)) {
      leave(kubelet.serve("gateway-1"), CLEAN);
      Await.until("the drain waits", () -> gauge(counted, MetricNames.DEPARTURES_WAITING) == 1);
      try (Observer _ = observer(silent, true)) {
        now.set(now.get().plusSeconds(31));
        Await.until("it is counted", () -> told(counted, Outcome.CLEAN) == 1);
      }
      assertThat(events()).hasSize(2);
      assertThat(told(silent, Outcome.CLEAN)).isZero();
    }
  }

  @Test
  void tellsNothingThatTheOneThatWritesHasTold() throws Exception {
    MeterRegistry leader = new SimpleMeterRegistry();
    MeterRegistry second = new SimpleMeterRegistry();
    AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    try (Observer _ = observer(leader, true);
        Observer _ = observer(second, new AtomicBoolean(), now::get)) {
      leave(kubelet.serve("gateway-1"), CLEAN);
      Await.until("it is counted", () -> told(leader, Outcome.CLEAN) == 1);
      Await.until("the other knows", () -> gauge(second, MetricNames.DEPARTURES_WAITING) == 1);
      now.set(now.get().plusSeconds(31));
      Await.until("the other is done", () -> gauge(second, MetricNames.DEPARTURES_WAITING) == 0);

      assertThat(events()).hasSize(2);
      assertThat(told(second, Outcome.CLEAN)).isZero();
    }
  }

  @Test
  void tellsTheSidecarOfAShorterGraceAndNotOfItsOwn() throws Exception {
    try (Deadlines sidecar = Deadlines.open(HandKubelet.ADDRESS);
        Observer _ = observer(new SimpleMeterRegistry(), false)) {
      kubelet.delete(name(kubelet.serve("gateway-1")), GRACE);
      kubelet.delete(name(kubelet.serve("gateway-2")), Duration.ofSeconds(8));
      assertThat(sidecar.next()).isEqualTo(HandKubelet.TOKEN + " {\"seconds\": 8}");
      kubelet.delete("gateway-1", Duration.ofSeconds(5));

      assertThat(sidecar.next()).isEqualTo(HandKubelet.TOKEN + " {\"seconds\": 5}");
    }
  }

  @Test
  void goesOnWhereItWasWhenTheApiServerComesBack() throws Exception {
    MeterRegistry counted = new SimpleMeterRegistry();
    try (Observer _ = observer(counted, true)) {
      Pod stays = kubelet.serve("gateway-1");
      seen(counted);
      cluster.leave();
      Await.until("the watch is down", () -> gauge(counted, MetricNames.OBSERVER_WATCHING) == 0);
      cluster.arrive();
      Pod comes = kubelet.serve("gateway-2");
      Await.until("the new one is seen", () -> gauge(counted, MetricNames.INJECTED_PODS) == 2);
      leave(stays, CLEAN);
      leave(comes, CLEAN);
      Await.until("both are told of", () -> told(counted, Outcome.CLEAN) == 2);

      assertThat(events()).hasSize(4);
    }
  }

  @Test
  void showsSidecarsThatDoNotStart() throws Exception {
    MeterRegistry counted = new SimpleMeterRegistry();
    try (Observer _ = observer(counted, false)) {
      Pod fresh = kubelet.serve("gateway-1");
      kubelet.starve(name(fresh), Instant.now());
      kubelet.starve(name(kubelet.serve("gateway-2")), Instant.now().minusSeconds(61));

      Await.until("the older one is shown", () -> notStarted(counted, "image") == 1);
      assertThat(notStarted(counted, "crash")).isZero();
    }
  }

  private static double notStarted(MeterRegistry counted, String reason) {
    return counted.get(MetricNames.SIDECARS_NOT_STARTED).tag("reason", reason).gauge().value();
  }

  private static double gauge(MeterRegistry counted, String name) {
    return counted.get(name).gauge().value();
  }

  private Observer observer(MeterRegistry counted, boolean writes) {
    return observer(counted, new AtomicBoolean(writes));
  }

  private Observer observer(MeterRegistry counted, AtomicBoolean writes) {
    return observer(counted, writes, InstantSource.system());
  }

  private Observer observer(MeterRegistry counted, AtomicBoolean writes, InstantSource clock) {
    return Observer.start(
        new Place(
            cluster.webhook().client(), "webhook-1", counted, Tracing.OFF, writes::get, clock));
  }

  private void leave(Pod pod, String message) {
    kubelet.delete(name(pod), GRACE);
    kubelet.end(name(pod), message);
    kubelet.gone(name(pod));
  }

  private List<Event> events() {
    return cluster
        .admin()
        .events()
        .v1()
        .events()
        .inNamespace(HandKubelet.NAMESPACE)
        .list()
        .getItems();
  }

  private static void seen(MeterRegistry counted) throws InterruptedException {
    Await.until("the pod is watched", () -> gauge(counted, MetricNames.INJECTED_PODS) == 1);
  }

  private static double told(MeterRegistry counted, Outcome outcome) {
    return counted
        .find(MetricNames.DRAIN_RESULTS)
        .tag("verdict", outcome.word())
        .counters()
        .stream()
        .mapToDouble(each -> each.count())
        .sum();
  }

  private static String name(Pod pod) {
    return pod.getMetadata().getName();
  }
}
