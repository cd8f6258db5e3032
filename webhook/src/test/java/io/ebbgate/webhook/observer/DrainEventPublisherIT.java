package io.ebbgate.webhook.observer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.termination.PodIdentity;
import io.ebbgate.core.termination.Termination;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.webhook.metrics.DrainMetrics;
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

/** Before an API server that has its bad moments. */
@Timeout(60)
class DrainEventPublisherIT {
  private final MeterRegistry counted = new SimpleMeterRegistry();
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
  void countsAnEventThatWasTakenAndWhoseAnswerWasLost() throws Exception {
    api.loseAnswers("\"Pod\"");
    try (DrainEventPublisher publisher = publisher("one", true)) {
      publisher.publish(lost("shop", "gateway-1", false));
      Await.until("it is counted", () -> told() == 1);
    }
  }

  @Test
  void doesNotCountWhatAnotherHasToldMeanwhile() throws Exception {
    api.refuse("/shop/");
    try (DrainEventPublisher slow = publisher("one", true);
        DrainEventPublisher other = publisher("other", true)) {
      slow.publish(lost("shop", "gateway-1", false));
      Await.until("it was asked", () -> api.asked().get() > 0);
      api.recover();
      other.publish(lost("shop", "gateway-1", false));
      Await.until("both are done", () -> slow.pending() + other.pending() == 0 && told() > 0);
    }
    assertThat(told()).isEqualTo(1);
  }

  @Test
  void isNotKeptFromOthersByANamespaceThatTakesNone() throws Exception {
    api.refuse("/broken/");
    try (DrainEventPublisher publisher = publisher("one", true)) {
      publisher.publish(lost("broken", "gateway-1", false));
      publisher.publish(lost("shop", "gateway-2", false));
      Await.until("the other is counted", () -> told() == 1);

      assertThat(publisher.pending()).isEqualTo(1);
    }
  }

  @Test
  void letsOthersSayWhatTheyKnowBeforeItGuesses() throws Exception {
    try (DrainEventPublisher guesses = publisher("one", true);
        DrainEventPublisher knows = publisher("other", false)) {
      guesses.publish(lost("shop", "gateway-1", true));
      knows.publish(lost("shop", "gateway-1", false));
      Await.until("both wait", () -> guesses.pending() + knows.pending() == 2);
      now.set(now.get().plusSeconds(31));
      Await.until("who knows has told", () -> knows.pending() == 0);
      now.set(now.get().plusSeconds(31));
      Await.until("who guessed is done", () -> guesses.pending() == 0);
    }
    assertThat(api.events()).containsKey("ebbgate-drain-gateway-1");
    assertThat(api.events().get("ebbgate-drain-gateway-1")).contains("\"other\"");
    assertThat(told()).isEqualTo(1);
  }

  @Test
  void saysWhatItGaveUp() throws Exception {
    api.refuse("/shop/");
    try (DrainEventPublisher publisher = publisher("one", false)) {
      publisher.publish(lost("shop", "gateway-1", false));
      Await.until("it waits", () -> publisher.pending() == 1);
      now.set(now.get().plusSeconds(1_801));
      Await.until("it does not", () -> publisher.pending() == 0);
    }
    assertThat(counted.get(MetricNames.DRAIN_REPORTS_DROPPED).counter().count()).isEqualTo(1);
  }

  private DrainReport lost(String namespace, String pod, boolean unseen) {
    PodIdentity identity = new PodIdentity(pod, namespace, pod, "Deployment", "gateway");
    return new DrainReport(identity, new Termination.Lost(unseen), now.get());
  }

  private double told() {
    return ObservedCluster.told(counted, Outcome.LOST);
  }

  private DrainEventPublisher publisher(String instance, boolean leader) {
    return new DrainEventPublisher(
        new ObserverContext(client, instance, counted, Tracing.OFF, () -> leader, now::get),
        new DrainMetrics(counted));
  }
}
