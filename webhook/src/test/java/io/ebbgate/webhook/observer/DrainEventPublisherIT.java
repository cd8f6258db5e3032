package io.ebbgate.webhook.observer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.termination.PodIdentity;
import io.ebbgate.core.termination.Termination;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.webhook.metrics.DrainMetrics;
import io.ebbgate.webhook.trace.Collector;
import io.ebbgate.webhook.trace.TraceSwitch;
import io.ebbgate.webhook.trace.Tracing;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With an API server that has faults. */
@Timeout(60)
class DrainEventPublisherIT {
  private static final int DRAINS = 5;

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
