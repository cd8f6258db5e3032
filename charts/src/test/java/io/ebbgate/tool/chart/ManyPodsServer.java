package io.ebbgate.tool.chart;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ebbgate.core.testkit.MemoryGroup;
import io.fabric8.zjsonpatch.JsonPatch;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * An API server of one user and many injected pods, in this JVM: enough of one for a webhook that
 * observes, rotates its certificates and leads. Its pods change 20 times a second, as their
 * kubelets report their status; a selector is not evaluated but for the injected pods' label.
 */
public final class ManyPodsServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HERE = "127.0.0.1";
  private static final String SHOP = "shop";
  private static final long CHANGE_EVERY_MILLIS = 50;

  private final Map<String, ObjectNode> objects = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private final List<ObjectNode> pods;
  private long version = 1;
  private volatile boolean closed;

  /** What an API server answers. */
  private record Answer(int status, JsonNode body) {}

  private ManyPodsServer(HttpServer server, int pods, String text) {
    this.server = server;
    this.pods = IntStream.range(0, pods).mapToObj(number -> pod(number, text)).toList();
  }

  /**
   * Starts on loopback, with a rendered chart's registration.
   *
   * @param pods how many there are
   * @param text in each of them
   */
  static ManyPodsServer start(RenderedChart chart, int pods, String text) throws IOException {
    HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(HERE), 0), 0);
    ManyPodsServer server = new ManyPodsServer(http, pods, text);
    ObjectNode registration = chart.tree("MutatingWebhookConfiguration");
    server.put(registrationPath(registration), registration.deepCopy());
    http.setExecutor(server.threads);
    http.createContext("/", server::answer);
    http.start();
    return server;
  }

  private static String registrationPath(ObjectNode registration) {
    return "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/"
        + registration.at("/metadata/name").asText();
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
   * @param folder for its log
   */
  public Replica replica(RenderedChart chart, String address, Path folder, MemoryGroup group)
      throws IOException {
    String url = "http://%s:%d".formatted(HERE, server.getAddress().getPort());
    return Replica.inGroup(
        chart,
        address,
        folder,
        group,
        Map.of("KUBERNETES_MASTER", url, "KUBERNETES_AUTH_TRYKUBECONFIG", "false"));
  }

  /** The certificates that the registration trusts, PEM; empty for none. */
  public String caBundle() {
    return objects.entrySet().stream()
        .filter(each -> each.getKey().contains("/mutatingwebhookconfigurations/"))
        .map(each -> each.getValue().at("/webhooks/0/clientConfig/caBundle").asText())
        .map(text -> new String(Base64.getMimeDecoder().decode(text), UTF_8))
        .findFirst()
        .orElse("");
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    boolean list = exchange.getRequestMethod().equals("GET");
    if (list && query.contains("watch=true")) {
      watch(exchange, path.equals("/api/v1/pods"));
      return;
    }
    JsonNode body = JSON.readTree(exchange.getRequestBody());
    Answer answer =
        switch (exchange.getRequestMethod()) {
          case "GET" -> path.endsWith("pods") ? podList(path, query) : get(path);
          case "POST" -> create(path, (ObjectNode) body);
          case "PATCH" -> patch(path, body);
          case "PUT" -> put(path, (ObjectNode) body);
          default -> status(405);
        };
    byte[] bytes = JSON.writeValueAsBytes(answer.body());
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(answer.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static Answer status(int code) {
    ObjectNode status = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Status");
    return new Answer(code, status.put("status", "Failure").put("code", code));
  }

  private Answer podList(String path, String query) {
    ObjectNode list = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "PodList");
    ObjectNode metadata = list.putObject("metadata").put("resourceVersion", "1");
    ArrayNode items = list.putArray("items");
    if (path.equals("/api/v1/pods")) {
      int from = number(query, "continue", 0);
      int to = Math.min(pods.size(), from + number(query, "limit", pods.size()));
      items.addAll(pods.subList(from, to));
      if (to < pods.size()) {
        metadata.put("continue", Integer.toString(to));
      }
    }
    return new Answer(200, list);
  }

  private static int number(String query, String name, int otherwise) {
    for (String pair : query.split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return Integer.parseInt(pair.substring(name.length() + 1));
      }
    }
    return otherwise;
  }

  private Answer get(String path) {
    if (path.equals("/api/v1/namespaces")) {
      ObjectNode list = JSON.createObjectNode().put("apiVersion", "v1");
      list.put("kind", "NamespaceList").putObject("metadata");
      list.putArray("items").addObject().putObject("metadata").put("name", SHOP);
      return new Answer(200, list);
    }
    ObjectNode found = objects.get(path);
    return found == null ? status(404) : new Answer(200, found);
  }

  private Answer create(String path, ObjectNode object) {
    String name = path + "/" + object.at("/metadata/name").asText();
    return objects.containsKey(name) ? status(409) : new Answer(201, put(name, object).body());
  }

  private synchronized Answer put(String path, ObjectNode object) {
    object
        .withObject("/metadata")
        .put("resourceVersion", Long.toString(++version))
        .put("uid", path);
    object
        .path("stringData")
        .forEachEntry((key, value) ->
            object
                .withObject("/data")
                .put(key, Base64.getEncoder().encodeToString(value.asText().getBytes(UTF_8))));
    object.remove("stringData");
    objects.put(path, object);
    return new Answer(200, object);
  }

  private Answer patch(String path, JsonNode patch) throws IOException {
    ObjectNode found = objects.get(path);
    if (found == null) {
      return status(404);
    }
    ObjectNode changed =
        patch.isArray()
            ? (ObjectNode) JsonPatch.apply(patch, found)
            : JSON.readerForUpdating(found.deepCopy()).readValue(patch);
    return put(path, changed);
  }

  /** Until the client goes away. */
  private void watch(HttpExchange exchange, boolean changes) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream events = exchange.getResponseBody()) {
      events.flush();
      for (int number = 0; !closed; number++) {
        Thread.sleep(CHANGE_EVERY_MILLIS);
        if (changes) {
          ObjectNode pod = pods.get(number % pods.size()).deepCopy();
          pod.withObject("/metadata").put("resourceVersion", Integer.toString(number + 2));
          ObjectNode event = JSON.createObjectNode().put("type", "MODIFIED");
          events.write((event.set("object", pod) + "\n").getBytes(UTF_8));
          events.flush();
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed = true;
    server.stop(0);
    threads.shutdownNow();
  }
}
