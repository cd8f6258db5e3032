package io.ebbgate.webhook.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Labels;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodListBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.events.v1.EventListBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An API server that lists pods, and refuses, fails or does not answer where a test needs it. */
public final class FakeApiServer implements AutoCloseable {
  /** Suffix of the path; where it is forbidden, a review of access says so. */
  public static final String EVICTION = "/eviction";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<String> forbidden = ConcurrentHashMap.newKeySet();
  private final Set<String> hanging = ConcurrentHashMap.newKeySet();
  private final Set<String> failing = ConcurrentHashMap.newKeySet();
  private final Map<String, Runnable> watchers = new ConcurrentHashMap<>();
  private final Map<String, String> objects = new ConcurrentHashMap<>();
  private final List<Change> changes = new CopyOnWriteArrayList<>();
  private final List<String> paths = new CopyOnWriteArrayList<>();
  private volatile boolean stranger;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile List<Pod> pods = List.of();

  /** A request that would change an object. */
  public record Change(String method, String path, String body) {}

  private FakeApiServer(HttpServer server) {
    this.server = server;
  }

  /** Starts on loopback. */
  public static FakeApiServer start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    FakeApiServer api = new FakeApiServer(server);
    server.setExecutor(api.threads);
    server.createContext("/", api::answer);
    server.start();
    return api;
  }

  /** Requests to paths with that suffix get no response. */
  public void hangAt(String suffix) {
    hanging.add(suffix);
  }

  /** Runs this before each answer to a path with that suffix. */
  public void before(String suffix, Runnable what) {
    watchers.put(suffix, what);
  }

  /** Requests to paths with that suffix are forbidden. */
  public void forbid(String suffix) {
    forbidden.add(suffix);
  }

  /** Requests to paths with that suffix fail, or succeed again. */
  public void fail(String suffix, boolean now) {
    if (now) {
      failing.add(suffix);
    } else {
      failing.remove(suffix);
    }
  }

  /** Answers requests to that path with a document, an object or a list. */
  public void put(String path, String json) {
    objects.put(path, json);
  }

  /** Refuses every request, as one whose user is not known. */
  public void refuseUser() {
    stranger = true;
  }

  /** The paths of all requests. */
  public List<String> paths() {
    return List.copyOf(paths);
  }

  /** What clients wanted to change; nothing is changed. */
  public List<Change> changes() {
    return List.copyOf(changes);
  }

  /** Replaces the pods. */
  public void setPods(Pod... some) {
    pods = List.of(some);
  }

  /**
   * Writes a kubeconfig whose current context {@code here} has this server and namespace {@code
   * shop}.
   */
  public Path kubeconfig(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        current-context: here
        clusters:
          - {name: here, cluster: {server: "http://127.0.0.1:%d"}}
        contexts:
          - {name: here, context: {cluster: here, user: me, namespace: shop}}
          - {name: nowhere, context: {cluster: here, user: me}}
        users:
          - {name: me, user: {token: mine}}
        """
            .formatted(server.getAddress().getPort()));
  }

  /** A pod of the Deployment "edge" whose sidecar runs. */
  public static Pod serving(String name) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("shop")
        .withUid(name)
        .addToLabels(Labels.INJECTED, "true")
        .addToLabels("pod-template-hash", "59f6745b7")
        .addNewOwnerReference()
        .withKind("ReplicaSet")
        .withName("edge-59f6745b7")
        .withController(true)
        .endOwnerReference()
        .endMetadata()
        .withNewSpec()
        .addNewInitContainer()
        .withName(Containers.SIDECAR)
        .endInitContainer()
        .endSpec()
        .withNewStatus()
        .withPhase("Running")
        .addNewInitContainerStatus()
        .withName(Containers.SIDECAR)
        .withNewState()
        .withNewRunning()
        .endRunning()
        .endState()
        .endInitContainerStatus()
        .endStatus()
        .build();
  }

  /** The same, before its sidecar runs. */
  public static Pod starting(String name) {
    return new PodBuilder(serving(name)).withNewStatus().withPhase("Pending").endStatus().build();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    paths.add(path);
    watchers.forEach((suffix, what) -> {
      if (path.endsWith(suffix)) {
        what.run();
      }
    });
    if (hanging.stream().anyMatch(path::endsWith)) {
      hang();
    }
    if (stranger) {
      send(exchange, 401, status(401, "Unauthorized"));
    } else if (failing.stream().anyMatch(path::endsWith)) {
      send(exchange, 503, status(503, "etcd is away"));
    } else if (forbidden.stream().anyMatch(path::endsWith)) {
      send(exchange, 403, status(403, "the user may not"));
    } else if (path.endsWith("/selfsubjectaccessreviews")) {
      send(exchange, 201, Map.of("status", Map.of("allowed", !forbidden.contains(EVICTION))));
    } else if (path.endsWith("/events")) {
      send(exchange, 200, new EventListBuilder().build());
    } else if (!exchange.getRequestMethod().equals("GET")) {
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      changes.add(new Change(exchange.getRequestMethod(), path, body));
      send(exchange, 200, status(200, "done"));
    } else if (objects.containsKey(path)) {
      send(exchange, 200, Serialization.unmarshal(objects.get(path), JsonNode.class));
    } else if (path.endsWith("/pods")) {
      send(exchange, 200, new PodListBuilder().withItems(pods).build());
    } else {
      send(exchange, 404, status(404, "there is no " + path));
    }
  }

  private void hang() {
    try {
      closed.await();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private static Object status(int code, String message) {
    return new StatusBuilder().withStatus("Failure").withCode(code).withMessage(message).build();
  }

  private static void send(HttpExchange exchange, int code, Object body) throws IOException {
    try (exchange) {
      byte[] text = Serialization.asJson(body).getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(code, text.length);
      exchange.getResponseBody().write(text);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
