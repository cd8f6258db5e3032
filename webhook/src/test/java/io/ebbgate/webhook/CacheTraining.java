package io.ebbgate.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.ebbgate.certs.dev.DevCertificates;
import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.WebhookEnv;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.ImageTree;
import io.ebbgate.core.testkit.Trust;
import io.ebbgate.webhook.cluster.SmallApiServer;
import io.ebbgate.webhook.status.FakeApiServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Makes the cache of classes that the webhook's image starts from: runs the program once as its
 * image has it, with the chart's environment and beside an API server that speaks TLS and HTTP/2,
 * and lets the JVM write down what it loaded.
 */
final class CacheTraining {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HERE = "127.0.0.1";
  private static final String NAMESPACE = "shop";
  private static final String OWN_NAMESPACE = "ebbgate";
  private static final int PODS = 20;
  private static final int REVIEWS = 200;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private CacheTraining() {}

  /** Takes the image's tree, the rendered chart and a folder for what the program writes. */
  public static void main(String[] args) throws Exception {
    ImageTree tree = new ImageTree(Path.of(args[0]));
    List<JsonNode> chart = documents(Path.of(args[1]));
    Path folder = Files.createDirectories(Path.of(args[2]));
    tree.requireNoCache();
    DevCertificates.write(folder, List.of(HERE), Duration.ofHours(1), InstantSource.system());
    ObjectNode registration = (ObjectNode) first(chart, "MutatingWebhookConfiguration");
    try (SmallApiServer api = SmallApiServer.start(tls(folder), registration, NAMESPACE, pods())) {
      ProcessBuilder program = new ProcessBuilder(recording(tree));
      program.environment().clear();
      program.environment().putAll(environment(chart, api, folder));
      serve(program, api, folder.resolve("log"));
    }
    tree.requireCache(Files.readString(folder.resolve("log")));
  }

  private static List<JsonNode> documents(Path yaml) throws IOException {
    try (var all = new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(yaml.toFile())) {
      return all.readAll();
    }
  }

  private static JsonNode first(List<JsonNode> documents, String kind) {
    return documents.stream()
        .filter(each -> each.path("kind").asText().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private static HttpServerOptions tls(Path folder) {
    return new HttpServerOptions()
        .setSsl(true)
        .setUseAlpn(true)
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .setCertPath(folder.resolve(DevCertificates.CERTIFICATE).toString())
                .setKeyPath(folder.resolve(DevCertificates.KEY).toString()));
  }

  private static List<ObjectNode> pods() {
    return IntStream.range(0, PODS).mapToObj(CacheTraining::pod).toList();
  }

  private static ObjectNode pod(int number) {
    ObjectNode pod = JSON.valueToTree(FakeApiServer.serving("edge-" + number));
    pod.withObject("/metadata").put("resourceVersion", "1");
    return pod;
  }

  /** What only the second compiler would use is not recorded: 5 MB less in memory. */
  private static List<String> recording(ImageTree tree) throws IOException {
    List<String> command =
        new ArrayList<>(tree.recording("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTRecordTraining"));
    command.add("serve");
    return command;
  }

  /** The chart's, with the way to the API server. */
  private static Map<String, String> environment(
      List<JsonNode> chart, SmallApiServer api, Path folder) {
    Map<String, String> environment = new HashMap<>();
    first(chart, "Deployment")
        .at("/spec/template/spec/containers/0/env")
        .forEach(each ->
            environment.put(each.path("name").asText(), each.path("value").asText(OWN_NAMESPACE)));
    environment.put(WebhookEnv.TLS_NAMES, ServeProcess.HOST);
    environment.put(WebhookEnv.STOP_DELAY, "0s");
    environment.put("KUBERNETES_MASTER", "https://%s:%d".formatted(HERE, api.port()));
    environment.put(
        "KUBERNETES_CERTS_CA_FILE", folder.resolve(DevCertificates.CA_CERTIFICATE).toString());
    environment.put("KUBERNETES_AUTH_TRYKUBECONFIG", "false");
    return environment;
  }

  /** What happens in a pod, from its first scrape to its end. */
  private static void serve(ProcessBuilder program, SmallApiServer api, Path log) throws Exception {
    try (ServeProcess serve = ServeProcess.start(program, log, HttpClient.newHttpClient());
        HttpClient reviewer = reviewer(api)) {
      String observed = MetricNames.INJECTED_PODS + " " + PODS;
      Await.until(observed, LIMIT, () -> serve.metrics().contains(observed));
      for (int review = 0; review < REVIEWS; review++) {
        String answer = serve.review(reviewer).get(LIMIT.toSeconds(), TimeUnit.SECONDS).body();
        if (!answer.contains("\"patchType\":\"JSONPatch\"")) {
          throw new IllegalStateException("A gateway was not injected: " + answer);
        }
      }
      var _ = serve.get(Paths.HEALTHZ);
      var _ = serve.metrics();
      serve.process().destroy();
      if (serve.exitCode() != 0) {
        throw new IllegalStateException("It ended badly: " + Files.readString(log));
      }
    }
  }

  private static HttpClient reviewer(SmallApiServer api) throws IOException {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .sslContext(Trust.these(api.caBundle()))
        .build();
  }
}
