package io.ebbgate.webhook.observer;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two leaders at once, with an API server that takes an Event of one name once. */
@Timeout(120)
class TracedDrainEventPublisherIT {
  private static final int DRAINS = 5;

  private EventsApi api;
  private Collector collector;

  @BeforeEach
  void open() throws Exception {
    api = EventsApi.open();
    collector = Collector.open();
  }

  @AfterEach
  void close() {
    api.close();
    collector.close();
  }

  @Test
  void recordsOneSpanPerDrain() throws Exception {
    try (KubernetesClient client = api.client();
        Tracing one = tracing("one");
        Tracing other = tracing("other");
        DrainEventPublisher first = publisher(client, one);
        DrainEventPublisher second = publisher(client, other)) {
      for (int pod = 1; pod <= DRAINS; pod++) {
        DrainReport report = lost("gateway-" + pod);
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

  private static DrainReport lost(String pod) {
    PodIdentity identity = new PodIdentity(pod, "shop", pod, "Deployment", "gateway");
    return new DrainReport(identity, new Termination.Lost(false), Instant.now());
  }

  private Tracing tracing(String instance) throws Exception {
    return Tracing.of(TraceSwitch.ON, collector.environment(), "1", instance);
  }

  private static DrainEventPublisher publisher(KubernetesClient client, Tracing tracing) {
    MeterRegistry registry = new SimpleMeterRegistry();
    return new DrainEventPublisher(
        new ObserverContext(
            client, "webhook", registry, tracing, () -> true, InstantSource.system()),
        new DrainMetrics(registry));
  }
}
