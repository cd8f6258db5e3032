package io.ebbgate.tool.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ebbgate.core.contract.Labels;
import io.ebbgate.core.contract.Ports;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * HTTP service discovery of Ebbgate's pods in a cluster for a Prometheus: Debian's is built without
 * Kubernetes service discovery. Jobs and labels have the names that the chart's monitors give.
 */
public final class ScrapeTargets implements AutoCloseable {
  private static final String NAMESPACE = "ebbgate-system";
  private static final String WEBHOOKS = "/webhooks";
  private static final String SIDECARS = "/sidecars";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Config config;
  private final KubernetesClient client;
  private final HttpServer server;

  private ScrapeTargets(Config config, HttpServer server) {
    this.config = config;
    this.client = new KubernetesClientBuilder().withConfig(config).build();
    this.server = server;
  }

  /**
   * Starts the server.
   *
   * @param kubeconfig of a user who may list all pods and read the API server's metrics
   */
  public static ScrapeTargets of(Path kubeconfig) throws IOException {
    InetSocketAddress here = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    ScrapeTargets targets =
        new ScrapeTargets(Config.fromKubeconfig(kubeconfig.toFile()), HttpServer.create(here, 8));
    targets.serve(WEBHOOKS, targets::webhooks);
    targets.serve(SIDECARS, targets::sidecars);
    targets.server.start();
    return targets;
  }

  /**
   * The configuration of a Prometheus that uses this service discovery.
   *
   * @param rules paths of rule files
   */
  public String configuration(Duration interval, Path... rules) {
    String here = "http://127.0.0.1:" + server.getAddress().getPort();
    URI api = URI.create(config.getMasterUrl());
    return """
    global: {scrape_interval: %1$ds, evaluation_interval: %1$ds, scrape_timeout: 5s}
    rule_files: %7$s
    scrape_configs:
      - job_name: ebbgate
        honor_labels: true
        http_sd_configs: [{url: "%2$s", refresh_interval: 5s}]
      - job_name: ebbgate-system/ebbgate
        http_sd_configs: [{url: "%3$s", refresh_interval: 5s}]
      - job_name: apiserver
        scheme: https
        tls_config: {insecure_skip_verify: true}
        authorization: {credentials: "%4$s"}
        static_configs: [{targets: ["%5$s:%6$d"]}]
    """
        .formatted(
            interval.toSeconds(),
            here + WEBHOOKS,
            here + SIDECARS,
            config.getAutoOAuthToken(),
            api.getHost(),
            api.getPort(),
            JSON.valueToTree(Stream.of(rules).map(Path::toString).toList()));
  }

  private void serve(String path, Supplier<ArrayNode> targets) {
    var _ = server.createContext(path, exchange -> answer(exchange, targets.get()));
  }

  private static void answer(HttpExchange exchange, ArrayNode targets) throws IOException {
    try (exchange) {
      byte[] body = targets.toString().getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** Endpoints of the webhook's Service, without terminating pods. */
  private ArrayNode webhooks() {
    return targets(
        client
            .pods()
            .inNamespace(NAMESPACE)
            .withLabel("app.kubernetes.io/component", "webhook")
            .list()
            .getItems()
            .stream()
            .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
            .toList(),
        Ports.OPERATIONS);
  }

  /** All running injected pods, including terminating ones. */
  private ArrayNode sidecars() {
    return targets(
        client.pods().inAnyNamespace().withLabel(Labels.INJECTED, "true").list().getItems(),
        Ports.HOOK);
  }

  private static ArrayNode targets(List<Pod> pods, int port) {
    ArrayNode groups = JSON.createArrayNode();
    for (Pod pod : pods) {
      if (pod.getStatus().getPodIP() != null && pod.getStatus().getPhase().equals("Running")) {
        ObjectNode group = groups.addObject();
        group.putArray("targets").add(pod.getStatus().getPodIP() + ":" + port);
        group
            .putObject("labels")
            .setAll(
                Map.of(
                    "namespace", group.textNode(pod.getMetadata().getNamespace()),
                    "pod", group.textNode(pod.getMetadata().getName())));
      }
    }
    return groups;
  }

  @Override
  public void close() {
    server.stop(0);
    client.close();
  }
}
