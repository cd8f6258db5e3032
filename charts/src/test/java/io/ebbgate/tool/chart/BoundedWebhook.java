package io.ebbgate.tool.chart;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.testkit.ImageTree;
import io.ebbgate.core.testkit.MemoryGroup;
import io.ebbgate.core.testkit.Trust;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * The built webhook with the chart's environment and, where this user may set one, its memory
 * limit. It observes pods, leads, and rotates its certificates.
 */
public final class BoundedWebhook implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration READY = Duration.ofSeconds(60);
  private static final int REVIEW_BYTES = 10_000;

  private final ManyPodsServer api;
  private final MemoryGroup group;
  private final Replica replica;

  private BoundedWebhook(ManyPodsServer api, MemoryGroup group, Replica replica) {
    this.api = api;
    this.group = group;
    this.replica = replica;
  }

  /**
   * Starts one and waits until it observes.
   *
   * @param folder for its log
   * @param address of loopback, not used by another
   * @param pods that it observes
   */
  public static BoundedWebhook start(Path folder, String address, int pods)
      throws IOException, InterruptedException {
    return start(folder, address, pods, "");
  }

  /** The same by the files of its image, with their runtime and AOT cache. */
  public static BoundedWebhook start(Path folder, String address, int pods, ImageTree image)
      throws IOException, InterruptedException {
    return start(folder, address, pods, "", Replica.java(image));
  }

  /**
   * The same.
   *
   * @param text in each pod
   */
  public static BoundedWebhook start(Path folder, String address, int pods, String text)
      throws IOException, InterruptedException {
    return start(folder, address, pods, text, Replica.java());
  }

  private static BoundedWebhook start(
      Path folder, String address, int pods, String text, List<String> java)
      throws IOException, InterruptedException {
    RenderedChart chart = HelmChart.rendered(HelmChart.NO_VALUES);
    ManyPodsServer api = ManyPodsServer.start(chart, pods, text);
    MemoryGroup group = MemoryGroup.limitedTo(limit(chart));
    BoundedWebhook webhook =
        new BoundedWebhook(api, group, api.replica(chart, address, java, folder, group));
    try {
      webhook.replica.awaitReady().awaitMetric(MetricNames.INJECTED_PODS + " " + pods, READY);
      return webhook;
    } catch (IOException | InterruptedException | AssertionError e) {
      webhook.close();
      throw e;
    }
  }

  /** The container's memory limit, in bytes. */
  public static long limit(RenderedChart chart) {
    return requireNonNull(chart.webhook().getResources().getLimits().get("memory"))
        .getNumericalAmount()
        .longValueExact();
  }

  /** A review of 10 kB that injects a gateway. */
  public static String review() {
    ObjectNode pod = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Pod");
    ObjectNode metadata = pod.putObject("metadata").put("generateName", "edge-");
    ObjectNode annotations = metadata.putObject("annotations").put("ebbgate.io/profile", "envoy");
    ObjectNode container = pod.putObject("spec").putArray("containers").addObject();
    container.put("name", "envoy").put("image", "envoyproxy/envoy:v1.40.0");
    annotations.put("pad", "x".repeat(REVIEW_BYTES - review(pod).length()));
    return review(pod);
  }

  /** The creation of a pod, as an API server sends it for review. */
  public static String review(JsonNode pod) {
    ObjectNode review = JSON.createObjectNode().put("apiVersion", "admission.k8s.io/v1");
    ObjectNode request = review.put("kind", "AdmissionReview").putObject("request");
    request.put("uid", "u").put("namespace", "shop").put("operation", "CREATE");
    request.putObject("kind").put("group", "").put("version", "v1").put("kind", "Pod");
    request.set("object", pod);
    return Serialization.asJson(review);
  }

  /** Trusts its CA, as an API server does. */
  public SSLContext trust() throws IOException {
    return Trust.these(caBundle());
  }

  /** Its CA's certificate, PEM. */
  public String caBundle() {
    return api.caBundle();
  }

  public Replica replica() {
    return replica;
  }

  /** Whether it runs, and was not ended for its memory. */
  public boolean isAlive() throws IOException {
    return replica.isAlive() && group.killed() == 0;
  }

  @Override
  public void close() {
    replica.close();
    group.close();
    api.close();
  }
}
