package io.ebbgate.webhook.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.testkit.Await;
import io.fabric8.zjsonpatch.JsonPatch;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An API server of one user and many injected pods, in this JVM: enough of one for a webhook that
 * observes, rotates its certificates and leads. Its pods change 20 times a second, as their
 * kubelets report their status; a selector is not evaluated but for the injected pods' label.
 */
public final class SmallApiServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HERE = "127.0.0.1";
  private static final String ALL_PODS = "/api/v1/pods";
  private static final String ALL = "100000";
  private static final long CHANGE_EVERY_MILLIS = 50;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Map<String, ObjectNode> objects = new ConcurrentHashMap<>();
  private final List<ObjectNode> pods;
  private final String namespace;
  private final HttpServer server;
  private long version = 1;

  /** What an API server answers. */
  private record Answer(int status, JsonNode body) {}

  private SmallApiServer(HttpServerOptions options, String namespace, List<ObjectNode> pods) {
    this.pods = pods;
    this.namespace = namespace;
    this.server = vertx.createHttpServer(options.setHost(HERE).setPort(0));
  }

  /**
   * Starts on loopback.
   *
   * @param options how it speaks: with TLS and HTTP/2, as a real one, or plainly
   * @param registration the webhook's, as the chart renders it
   * @param namespace the only one
   * @param pods that are in it
   */
  public static SmallApiServer start(
      HttpServerOptions options, ObjectNode registration, String namespace, List<ObjectNode> pods)
      throws IOException, InterruptedException {
    SmallApiServer api = new SmallApiServer(options, namespace, List.copyOf(pods));
    var _ = api.put(registrationPath(registration), registration.deepCopy());
    var started = api.server.requestHandler(api::receive).listen();
    Await.until("the API server listens", LIMIT, started::isComplete);
    if (started.failed()) {
      api.close();
      throw new IOException(started.cause());
    }
    return api;
  }

  private static String registrationPath(ObjectNode registration) {
    return "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/"
        + registration.at("/metadata/name").asText();
  }

  public int port() {
    return server.actualPort();
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

  private void receive(HttpServerRequest request) {
    if ("true".equals(request.getParam("watch"))) {
      watch(request);
    } else {
      var _ = request.body().onSuccess(body -> answer(request, body));
    }
  }

  private void answer(HttpServerRequest request, Buffer body) {
    Answer answer;
    try {
      answer = answer(request, JSON.readTree(body.getBytes()));
    } catch (IOException e) {
      answer = status(400);
    }
    var _ =
        request
            .response()
            .setStatusCode(answer.status())
            .putHeader("Content-Type", "application/json")
            .end(answer.body().toString());
  }

  private Answer answer(HttpServerRequest request, JsonNode body) throws IOException {
    String path = path(request);
    return switch (request.method().name()) {
      case "GET" -> get(request, path);
      case "POST" -> create(path, (ObjectNode) body);
      case "PATCH" -> patch(path, body);
      case "PUT" -> put(path, (ObjectNode) body);
      default -> status(405);
    };
  }

  private static String path(HttpServerRequest request) {
    return requireNonNull(request.path());
  }

  private static Answer status(int code) {
    ObjectNode status = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Status");
    return new Answer(code, status.put("status", "Failure").put("code", code));
  }

  private Answer get(HttpServerRequest request, String path) {
    return switch (path.substring(path.lastIndexOf('/') + 1)) {
      case "pods" -> podList(request);
      case "limitranges" -> new Answer(200, list("LimitRangeList"));
      default -> get(path);
    };
  }

  /** A list without an item. */
  private static ObjectNode list(String kind) {
    ObjectNode list = JSON.createObjectNode().put("apiVersion", "v1").put("kind", kind);
    list.putObject("metadata").put("resourceVersion", "1");
    list.putArray("items");
    return list;
  }

  private Answer podList(HttpServerRequest request) {
    ObjectNode list = list("PodList");
    ObjectNode metadata = list.withObject("/metadata");
    ArrayNode items = list.withArray("/items");
    if (path(request).equals(ALL_PODS)) {
      int from = Integer.parseInt(request.getParam("continue", "0"));
      int to = Math.min(pods.size(), from + Integer.parseInt(request.getParam("limit", ALL)));
      items.addAll(pods.subList(from, to));
      if (to < pods.size()) {
        metadata.put("continue", Integer.toString(to));
      }
    }
    return new Answer(200, list);
  }

  private Answer get(String path) {
    if (path.equals("/api/v1/namespaces")) {
      ObjectNode list = JSON.createObjectNode().put("apiVersion", "v1");
      list.put("kind", "NamespaceList").putObject("metadata");
      list.putArray("items").addObject().putObject("metadata").put("name", namespace);
      return new Answer(200, list);
    }
    ObjectNode found = objects.get(path);
    return found == null ? status(404) : new Answer(200, found);
  }

  private Answer create(String path, ObjectNode object) {
    String name = path + "/" + object.at("/metadata/name").asText();
    return objects.containsKey(name) ? status(409) : new Answer(201, put(name, object).body());
  }

  private Answer put(String path, ObjectNode object) {
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
  private void watch(HttpServerRequest request) {
    HttpServerResponse events = request.response().setChunked(true);
    var _ = events.putHeader("Content-Type", "application/json").writeHead();
    if (path(request).equals(ALL_PODS) && !pods.isEmpty()) {
      int[] number = {0};
      long timer =
          vertx.setPeriodic(CHANGE_EVERY_MILLIS, _ -> events.write(modified(number[0]++) + "\n"));
      events.closeHandler(_ -> vertx.cancelTimer(timer));
    }
  }

  private ObjectNode modified(int number) {
    ObjectNode pod = pods.get(number % pods.size()).deepCopy();
    pod.withObject("/metadata").put("resourceVersion", Integer.toString(number + 2));
    return JSON.createObjectNode().put("type", "MODIFIED").set("object", pod);
  }

  @Override
  public void close() {
    var _ = vertx.close();
  }
}
