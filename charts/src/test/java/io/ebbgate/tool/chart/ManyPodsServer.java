package io.ebbgate.tool.chart;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.testkit.MemoryGroup;
import io.ebbgate.webhook.cluster.SmallApiServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** An API server in this JVM with many injected pods, and the chart's registration. */
public record ManyPodsServer(SmallApiServer server) implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SHOP = "shop";

  /**
   * Starts on loopback.
   *
   * @param pods how many there are
   * @param text in each of them
   */
  static ManyPodsServer start(RenderedChart chart, int pods, String text)
      throws IOException, InterruptedException {
    ObjectNode registration = chart.tree("MutatingWebhookConfiguration");
    List<ObjectNode> all = IntStream.range(0, pods).mapToObj(number -> pod(number, text)).toList();
    return new ManyPodsServer(
        SmallApiServer.start(new HttpServerOptions(), registration, SHOP, all));
  }

  private static ObjectNode pod(int number, String text) {
    ObjectNode pod = JSON.valueToTree(InjectedPods.named(SHOP, "edge-" + number, "node-a"));
    pod.withObject("/metadata")
        .put("uid", "00000000-0000-0000-0000-%012d".formatted(number))
        .put("resourceVersion", "1");
    pod.withArray("/spec/containers/0/args").add(text);
    pod.putObject("status").put("phase", "Running");
    return pod;
  }

  /**
   * Starts a replica that reads and writes here, as it does in a pod.
   *
   * @param address of loopback, not used by another
   * @param java the command line up to the program's arguments
   * @param folder for its log
   */
  Replica replica(
      RenderedChart chart, String address, List<String> java, Path folder, MemoryGroup group)
      throws IOException {
    String url = "http://127.0.0.1:" + server.port();
    return Replica.inGroup(
        chart,
        address,
        java,
        folder,
        group,
        Map.of("KUBERNETES_MASTER", url, "KUBERNETES_AUTH_TRYKUBECONFIG", "false"));
  }

  /** The certificates that the registration trusts, PEM; empty for none. */
  public String caBundle() {
    return server.caBundle();
  }

  @Override
  public void close() {
    server.close();
  }
}
