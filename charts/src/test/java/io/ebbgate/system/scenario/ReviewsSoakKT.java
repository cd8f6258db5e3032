package io.ebbgate.system.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.contract.Labels;
import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.Trust;
import io.ebbgate.tool.chart.BoundedWebhook;
import io.ebbgate.tool.cluster.ClusterTest;
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
 * What a replica takes in the end, installed by the chart's defaults, that observes a thousand pods
 * and leads: reviews of 10 kB go straight to its port, as many as an API server with that many
 * replicas of gateways would send in months. The result is in {@code
 * target/cluster/reviews-soak.json}.
 */
@Tag("long")
@Tag("reviews-soak")
class ReviewsSoakKT {
  private static final int A_SECOND = 500;
  private static final int CONNECTIONS = 16;
  private static final int PODS = 1_000;
  private static final int PARTS = 10;
  private static final long MOST = 160_000_000;

  /** What the second half may take more than the first: a block of the heap, and compiled code. */
  private static final long SLACK = 4 << 20;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  @ClusterTest
  void staysBelowItsBoundAndDoesNotGrow(Testbed testbed) throws Exception {
    int reviews = Integer.getInteger("ebbgate.reviews", 100_000);
    testbed.create(PODS, gateway());
    WebhookPod replica = testbed.webhook().leading();
    String watched = MetricNames.INJECTED_PODS + " ";
    Await.until(
        "it observes them",
        Duration.ofMinutes(2),
        () ->
            replica
                .metrics()
                .lines()
                .filter(line -> line.startsWith(watched))
                .anyMatch(line -> Double.parseDouble(line.substring(watched.length())) >= PODS));
    String ca = new String(Base64.getMimeDecoder().decode(testbed.webhook().caBundle()), UTF_8);
    ReviewClients clients =
        new ReviewClients(Trust.these(ca), replica.admission(), BoundedWebhook.review());
    List<Long> resident = new ArrayList<>();
    ObjectNode record = JSON.createObjectNode().put("pods", PODS);
    long began = System.nanoTime();
    for (int part = 1; part <= PARTS; part++) {
      ReviewClients.Result result = clients.send(reviews / PARTS, A_SECOND, CONNECTIONS);
      resident.add(replica.resident());
      System.out.printf(
          "%,d reviews, %,d bytes resident, p50 %s, p99 %s%n",
          part * (reviews / PARTS),
          resident.getLast(),
          result.latency().p50(),
          result.latency().p99());

      assertThat(result.failures()).isEmpty();
    }
    long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
    record.put("reviews", reviews).put("failed", 0).put("seconds", seconds);
    record.put("restarts", replica.restarts()).putPOJO("residentBytes", resident);
    TestEnvironment.of(testbed.version(), A_SECOND).write(record.putObject("environment"));
    JSON.writeValue(testbed.folder().resolve("reviews-soak.json").toFile(), record);

    assertThat(replica.restarts()).isZero();
    assertThat(resident).allSatisfy(bytes -> assertThat(bytes).isLessThanOrEqualTo(MOST));
    assertThat(resident.getLast() - resident.get(PARTS / 2 - 1)).isLessThanOrEqualTo(SLACK);
  }

  /** One that stays pending: no scheduler of that name runs. */
  private static ObjectNode gateway() {
    ObjectNode pod = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Pod");
    ObjectNode metadata = pod.putObject("metadata").put("generateName", "edge-");
    metadata.put("namespace", "default");
    metadata.putObject("labels").put(Labels.INJECT, "true");
    metadata.putObject("annotations").put("ebbgate.io/profile", "envoy");
    ObjectNode spec = pod.putObject("spec").put("schedulerName", "none");
    ObjectNode container = spec.putArray("containers").addObject();
    container.put("name", "envoy").put("image", "envoyproxy/envoy:v1.40.0");
    container.putObject("resources").putObject("requests").put("cpu", "1m");
    return pod;
  }
}
