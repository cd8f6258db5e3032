package io.ebbgate.tool.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.tool.node.TestImages;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The strict client and the backend in pods of their own, reached through the API server. */
final class LoadPods implements AutoCloseable {
  private static final String NAMESPACE = "ebbgate-load";
  private static final String RUN =
      "/api/v1/namespaces/" + NAMESPACE + "/pods/client:8090/proxy/run";
  private static final long START_SECONDS = 120;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Cluster cluster;
  private final KubernetesClient kubernetes;

  private LoadPods(Cluster cluster) {
    this.cluster = cluster;
    this.kubernetes = cluster.client();
  }

  static LoadPods create(Cluster cluster) throws IOException {
    KubernetesClient kubernetes = cluster.client();
    Map<String, String> values = Map.of("namespace", NAMESPACE, "image", TestImages.load());
    Manifest.read("load.yaml", values).create(kubernetes);
    var pods = kubernetes.pods().inNamespace(NAMESPACE);
    var _ = pods.withName("backend").waitUntilReady(START_SECONDS, TimeUnit.SECONDS);
    var _ = pods.withName("client").waitUntilReady(START_SECONDS, TimeUnit.SECONDS);
    return new LoadPods(cluster);
  }

  /** Where gateways find the backend. */
  String backend() {
    return kubernetes
        .services()
        .inNamespace(NAMESPACE)
        .withName("backend")
        .get()
        .getSpec()
        .getClusterIP();
  }

  /** Starts a run; there is one at a time. */
  void start(GatewayAddress address, LoadProfile load) {
    ObjectNode run = JSON.createObjectNode();
    run.put("host", address.host()).put("http", address.http());
    if (address.tls() > 0) {
      run.put("tls", address.tls());
    }
    if (address.tcp() > 0) {
      run.put("tcp", address.tcp());
    }
    run.put("rate", load.rate()).put("sessionSeconds", load.sessions().toSeconds());
    run.put("webSockets", load.webSockets());
    run.put("keep", load.brief() ? "failures" : "all");
    load.kinds().forEach(kind -> run.withArray("kinds").add(kind.wireName()));
    var _ = kubernetes.raw(RUN, "PUT", run);
  }

  /** Ends the run if there is one, whatever it saw. */
  void stop() {
    JsonNode run =
        kubernetes.getKubernetesSerialization().unmarshal(kubernetes.raw(RUN), JsonNode.class);
    if (run.path("running").asBoolean()) {
      var _ = finish();
    }
  }

  /** A cluster of our own ends with them; from another they are taken away. */
  @Override
  public void close() {
    cluster.remove(NAMESPACE, START_SECONDS);
  }

  /** Ends the run; the text of a {@link io.ebbgate.tool.load.LoadReport}. */
  String finish() {
    return kubernetes.raw(RUN, "DELETE", null);
  }
}
