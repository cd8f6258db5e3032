package io.ebbgate.webhook.observer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.termination.PodIdentity;
import io.ebbgate.core.termination.Termination;
import io.ebbgate.core.termination.Verdicts;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.verdict.Verdict;
import io.ebbgate.webhook.metrics.DrainMetrics;
import io.ebbgate.webhook.trace.Collector;
import io.ebbgate.webhook.trace.TraceSwitch;
import io.ebbgate.webhook.trace.Tracing;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With an API server that has faults. */
@Timeout(60)
class DrainEventPublisherIT {
  private static final int DRAINS = 5;
  private static final Verdict FORCED =
      Verdicts.with(Outcome.FORCED, Verdicts.startedAt(Instant.parse("2026-11-21T19:47:19.193Z")));

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private EventsApi api;
  private KubernetesClient client;

  @BeforeEach
  void open() throws Exception {
    api = EventsApi.open();
    client = api.client();
  }

  @AfterEach
  void close() {
    client.close();
    api.close();
  }

  @Test
  void countsAnEventThatWasCreatedWithoutAnAnswer() throws Exception {
    api.loseAnswers("\"Pod\"");
    try (DrainEventPublisher publisher = publisher("one", true)) {
      publisher.publish(lost("shop", "gateway-1", false));
      Await.until("it is counted", () -> published() == 1);
    }
  }

  @Test
  void doesNotCountWhatAnotherReplicaPublishedMeanwhile() throws Exception {
    api.refuse("/shop/");
    try (DrainEventPublisher slow = publisher("one", true);
        DrainEventPublisher other = publisher("other", true)) {
      slow.publish(lost("shop", "gateway-1", false));
      Await.until("a request was made", () -> api.requests().get() > 0);
      api.recover();
      other.publish(lost("shop", "gateway-1", false));
      Await.until("both are done", () -> slow.pending() + other.pending() == 0 && published() > 0);
    }
    assertThat(published()).isEqualTo(1);
  }

  @Test
  void isNotBlockedByANamespaceThatRefusesEvents() throws Exception {
    api.refuse("/broken/");
    try (DrainEventPublisher publisher = publisher("one", true)) {
      publisher.publish(lost("broken", "gateway-1", false));
      publisher.publish(lost("shop", "gateway-2", false));
      Await.until("the other is counted", () -> published() == 1);

      Await.until("one is pending", () -> publisher.pending() == 1);
    }
  }

  @Test
  void letsReplicasThatSawTheDeletionPublishFirst() throws Exception {
    try (DrainEventPublisher guessing = publisher("one", true);
        DrainEventPublisher watching = publisher("other", false)) {
      guessing.publish(lost("shop", "gateway-1", true));
      watching.publish(lost("shop", "gateway-1", false));
      Await.until("both wait", () -> guessing.pending() + watching.pending() == 2);
      now.set(now.get().plusSeconds(31));
      Await.until("the one that saw it has published", () -> watching.pending() == 0);
      now.set(now.get().plusSeconds(31));
      Await.until("the guess is dropped", () -> guessing.pending() == 0);
    }
    assertThat(api.events()).containsKey("ebbgate-drain-gateway-1");
    assertThat(api.events().get("ebbgate-drain-gateway-1")).contains("\"other\"");
    assertThat(published()).isEqualTo(1);
  }

  @Test
  void countsADroppedReport() throws Exception {
    api.refuse("/shop/");
    try (DrainEventPublisher publisher = publisher("one", false)) {
      publisher.publish(lost("shop", "gateway-1", false));
      Await.until("it waits", () -> publisher.pending() == 1);
      now.set(now.get().plusSeconds(1_801));
      Await.until("it does not", () -> publisher.pending() == 0);
    }
    assertThat(registry.get(MetricNames.DRAIN_REPORTS_DROPPED).counter().count()).isEqualTo(1);
  }

  @Test
  void recordsOneSpanPerDrainOfTwoLeaders() throws Exception {
    try (Collector collector = Collector.open()) {
      try (Tracing one = tracing(collector, "one");
          Tracing other = tracing(collector, "other");
          DrainEventPublisher first = publisher("webhook", true, one);
          DrainEventPublisher second = publisher("webhook", true, other)) {
        for (int pod = 1; pod <= DRAINS; pod++) {
          DrainReport report = lost("shop", "gateway-" + pod, false);
          first.publish(report);
          second.publish(report);
        }
        Await.until("both have written all", () -> api.requests().get() >= 3 * DRAINS);
        collector.await(DRAINS);
      }

      assertThat(collector.spans("drain"))
          .hasSize(DRAINS)
          .extracting(Collector::attributes)
          .extracting(span -> span.get("ebbgate.pod"))
          .doesNotHaveDuplicates();
    }
  }

  /** A user who may create Events may take the name of a drain's before the pod is deleted. */
  @ParameterizedTest
  @CsvSource({
    "mallory.example/x, gateway-1, Pod, forced, 2026-11-21T19:47:19.193Z",
    "ebbgate.io/observer, gateway-2, Pod, forced, 2026-11-21T19:47:19.193Z",
    "ebbgate.io/observer, gateway-1, Node, forced, 2026-11-21T19:47:19.193Z",
    "ebbgate.io/observer, gateway-1, Pod, clean, 2026-11-21T19:47:19.193Z",
    "ebbgate.io/observer, gateway-1, Pod, lost, ",
    "ebbgate.io/observer, gateway-1, Pod, killed, ",
    "ebbgate.io/observer, gateway-1, Pod, forced, 2026-11-21T19:47:19.192Z",
    "ebbgate.io/observer, gateway-1, Pod, Hello., 2026-11-21T19:47:19.193Z"
  })
  void publishesADrainUnderItsSecondNameIfAForeignEventHasTheFirst(
      String reporter, String uid, String kind, String verdict, String start) throws Exception {
    String forged = EventsApi.event("ebbgate-drain-gateway-1", reporter, uid, kind, verdict, start);
    api.events().put("ebbgate-drain-gateway-1", forged);
    try (DrainEventPublisher leader = publisher("one", true);
        DrainEventPublisher standby = publisher("other", false)) {
      leader.publish(forced());
      standby.publish(forced());
      Await.until("it is counted", () -> forcedDrains() == 1);
      now.set(now.get().plusSeconds(31));
      Await.until("the standby is done", () -> standby.pending() == 0 && foreign() == 2);
    }
    assertThat(api.events())
        .containsEntry("ebbgate-drain-gateway-1", forged)
        .containsKeys(
            "ebbgate-drain-gateway-1-observed", "ebbgate-drain-gateway-1-observed-workload");
    assertThat(forcedDrains()).isEqualTo(1);
  }

  /** As an Event that the API server refuses: only the leader counts. */
  @Test
  void countsADrainBothOfWhoseNamesAreTaken() throws Exception {
    for (String name : List.of("ebbgate-drain-gateway-1", "ebbgate-drain-gateway-1-observed")) {
      api.events().put(name, EventsApi.event(name, "mallory.example/x", "", "", "", ""));
    }
    try (DrainEventPublisher standby = publisher("other", false);
        DrainEventPublisher leader = publisher("one", true)) {
      standby.publish(forced());
      Await.until("it waits", () -> standby.pending() == 1);
      now.set(now.get().plusSeconds(31));
      Await.until("the standby is done", () -> standby.pending() == 0);
      assertThat(forcedDrains()).isZero();
      leader.publish(forced());

      Await.until("it is counted", () -> forcedDrains() == 1);
    }
    assertThat(foreign()).isEqualTo(2);
  }

  /** It saw the provisional verdict of the same drain and missed the final one. */
  @Test
  void acceptsTheEventOfAReplicaThatMissedTheEnd() throws Exception {
    try (DrainEventPublisher blind = publisher("one", true);
        DrainEventPublisher watching = publisher("other", true)) {
      blind.publish(report(new Termination.Killed(FORCED)));
      Await.until("it is counted", () -> ObservedCluster.published(registry, Outcome.KILLED) == 1);
      watching.publish(forced());
      Await.until("there was a conflict", () -> api.requests().get() >= 4);
    }
    assertThat(forcedDrains() + foreign()).isZero();
  }

  private DrainReport forced() {
    return report(new Termination.Reported(FORCED));
  }

  private DrainReport report(Termination termination) {
    return new DrainReport(
        new PodIdentity("gateway-1", "shop", "gateway-1", "Deployment", "gateway"),
        termination,
        now.get());
  }

  private double forcedDrains() {
    return ObservedCluster.published(registry, Outcome.FORCED);
  }

  private double foreign() {
    return registry.get(MetricNames.DRAIN_EVENTS_FOREIGN).counter().count();
  }

  private static Tracing tracing(Collector collector, String instance) throws Exception {
    return Tracing.of(TraceSwitch.ON, collector.environment(), "1", instance);
  }

  private DrainReport lost(String namespace, String pod, boolean unseen) {
    PodIdentity identity = new PodIdentity(pod, namespace, pod, "Deployment", "gateway");
    return new DrainReport(identity, new Termination.Lost(unseen), now.get());
  }

  private double published() {
    return ObservedCluster.published(registry, Outcome.LOST);
  }

  private DrainEventPublisher publisher(String instance, boolean leader) {
    return publisher(instance, leader, Tracing.OFF);
  }

  private DrainEventPublisher publisher(String instance, boolean leader, Tracing tracing) {
    return new DrainEventPublisher(
        new ObserverContext(client, instance, registry, tracing, () -> leader, now::get),
        new DrainMetrics(registry));
  }
}
