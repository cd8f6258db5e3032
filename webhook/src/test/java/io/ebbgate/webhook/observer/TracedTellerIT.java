package io.ebbgate.webhook.observer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ebbgate.core.departure.Departure;
import io.ebbgate.core.departure.PodIdentity;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.webhook.metrics.DepartureMetrics;
import io.ebbgate.webhook.trace.Collector;
import io.ebbgate.webhook.trace.TraceSwitch;
import io.ebbgate.webhook.trace.Tracing;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two replicas that both write, before an API server that takes an Event of one name once. */
@Timeout(120)
class TracedTellerIT {
  private static final int DRAINS = 5;

  private final Set<String> events = ConcurrentHashMap.newKeySet();
  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer apiServer;
  private Collector collector;

  @BeforeEach
  void open() throws Exception {
    InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    apiServer = HttpServer.create(any, 0);
    apiServer.createContext("/", this::create);
    apiServer.start();
    collector = Collector.open();
  }

  @AfterEach
  void close() {
    apiServer.stop(0);
    collector.close();
  }

  private void create(HttpExchange exchange) throws IOException {
    try (exchange) {
      String event = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      String name = event.replaceAll("(?s).*\"(ebbgate-drain-[^\"]+)\".*", "$1");
      boolean first = events.add(name);
      byte[] answer = (first ? event : "{\"kind\":\"Status\",\"code\":409}").getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(first ? 201 : 409, answer.length);
      exchange.getResponseBody().write(answer);
      asked.incrementAndGet();
    }
  }

  @Test
  void makesOneDrainOfEachHoweverManyTell() throws Exception {
    try (KubernetesClient client = client();
        Tracing one = tracing("one");
        Tracing other = tracing("other");
        Teller first = teller(client, one);
        Teller second = teller(client, other)) {
      for (int pod = 1; pod <= DRAINS; pod++) {
        Telling telling = lost("gateway-" + pod);
        first.tell(telling);
        second.tell(telling);
      }
      Await.until("both have asked for all", () -> asked.get() >= 3 * DRAINS);
      collector.await(DRAINS);
    }

    assertThat(collector.spans("drain"))
        .hasSize(DRAINS)
        .extracting(Collector::attributes)
        .extracting(span -> span.get("ebbgate.pod"))
        .doesNotHaveDuplicates();
  }

  private static Telling lost(String pod) {
    PodIdentity identity = new PodIdentity(pod, "shop", pod, "Deployment", "gateway");
    return new Telling(identity, new Departure.Lost(false), Instant.now());
  }

  private Tracing tracing(String instance) throws Exception {
    return Tracing.of(TraceSwitch.ON, collector.environment(), "1", instance);
  }

  private static Teller teller(KubernetesClient client, Tracing tracing) {
    MeterRegistry registry = new SimpleMeterRegistry();
    return new Teller(
        new Place(client, "webhook", registry, tracing, () -> true, InstantSource.system()),
        new DepartureMetrics(registry));
  }

  private KubernetesClient client() {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder()
                .withAutoConfigure(false)
                .withMasterUrl("http://127.0.0.1:" + apiServer.getAddress().getPort())
                .build())
        .build();
  }
}
