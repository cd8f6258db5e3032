package io.ebbgate.system.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.ProcessMemory;
import io.ebbgate.core.testkit.Trust;
import io.ebbgate.tool.chart.BoundedWebhook;
import io.ebbgate.tool.cluster.ClusterTest;
import io.ebbgate.tool.cluster.PendingGateways;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.cluster.WebhookPod;
import io.ebbgate.tool.demo.TestEnvironment;
import io.ebbgate.tool.load.ReviewClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Tag;

/**
 * The memory of a replica with the chart's defaults that leads and observes a thousand pods, while
 * it gets reviews of 10 kB; the result is in {@code target/cluster/reviews-soak.json}.
 */
@Tag("long")
@Tag("reviews-soak")
class ReviewsSoakKT {
  private static final int A_SECOND = 500;
  private static final int CONNECTIONS = 16;
  private static final int PODS = 1_000;
  private static final int PARTS = 10;
  private static final long MOST = 160_000_000;
  private static final Duration OBSERVING = Duration.ofMinutes(2);

  /** What the second half may take more than the first: a block of the heap, and compiled code. */
  private static final long SLACK = 4 << 20;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  @ClusterTest
  void staysBelowItsBoundAndDoesNotGrow(Testbed testbed) throws Exception {
    int part = Integer.getInteger("ebbgate.reviews", 100_000) / PARTS;
    List<Long> resident = new ArrayList<>();
    List<Long> anonymous = new ArrayList<>();
    ObjectNode record = JSON.createObjectNode().put("pods", PODS).put("aSecond", A_SECOND);
    try (PendingGateways _ = testbed.pendingGateways(PODS)) {
      WebhookPod replica = testbed.webhook().leading();
      Await.until("it observes them", OBSERVING, () -> observed(replica) >= PODS);
      ReviewClients clients = clients(testbed, replica);
      long began = System.nanoTime();
      for (int sent = part; sent <= PARTS * part; sent += part) {
        ReviewClients.Result result = clients.send(part, A_SECOND, CONNECTIONS);
        ProcessMemory memory = replica.memory();
        resident.add(memory.resident());
        anonymous.add(memory.anonymous());
        System.out.printf(
            "%,d reviews, %,d bytes resident, %,d of them anonymous, p50 %s, p99 %s%n",
            sent,
            memory.resident(),
            memory.anonymous(),
            result.latency().p50(),
            result.latency().p99());

        assertThat(result.failures()).isEmpty();
      }
      record
          .put("reviews", PARTS * part)
          .put("failed", 0)
          .put("seconds", Duration.ofNanos(System.nanoTime() - began).toSeconds())
          .put("restarts", replica.restarts())
          .putPOJO("residentBytes", resident)
          .putPOJO("anonymousBytes", anonymous);
    }
    TestEnvironment.of(testbed.version(), A_SECOND).write(record.putObject("environment"));
    JSON.writeValue(testbed.folder().resolve("reviews-soak.json").toFile(), record);

    assertThat(record.path("restarts").asInt()).isZero();
    assertThat(resident).allSatisfy(bytes -> assertThat(bytes).isLessThanOrEqualTo(MOST));
    assertThat(resident.getLast() - resident.get(PARTS / 2 - 1)).isLessThanOrEqualTo(SLACK);
  }

  private static double observed(WebhookPod replica) {
    String pods = MetricNames.INJECTED_PODS + " ";
    return replica
        .metrics()
        .lines()
        .filter(line -> line.startsWith(pods))
        .mapToDouble(line -> Double.parseDouble(line.substring(pods.length())))
        .sum();
  }

  private static ReviewClients clients(Testbed testbed, WebhookPod replica) throws Exception {
    byte[] ca = Base64.getMimeDecoder().decode(testbed.webhook().caBundle());
    return new ReviewClients(
        Trust.these(new String(ca, UTF_8)), replica.admission(), BoundedWebhook.review());
  }
}
