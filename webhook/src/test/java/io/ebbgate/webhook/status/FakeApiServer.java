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
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile List<Pod> pods = List.of();

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

  /** Replaces the pods. */
  public void setPods(Pod... some) {
    pods = List.of(some);
  }

  /** Answers a request for that path with this object. */
  public void answer(String path, String json) {
    answers.put(path, json);
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
    watchers.forEach((suffix, what) -> {
      if (path.endsWith(suffix)) {
        what.run();
      }
    });
    if (hanging.stream().anyMatch(path::endsWith)) {
      hang();
    }
    if (failing.stream().anyMatch(path::endsWith)) {
      send(exchange, 503, status(503, "etcd is away"));
    } else if (forbidden.stream().anyMatch(path::endsWith)) {
      send(exchange, 403, status(403, "the user may not"));
    } else if (answers.containsKey(path)) {
      send(exchange, 200, Serialization.unmarshal(answers.get(path), JsonNode.class));
    } else if (path.endsWith("/pods")) {
      send(exchange, 200, new PodListBuilder().withItems(pods).build());
    } else if (path.endsWith("/selfsubjectaccessreviews")) {
      send(exchange, 201, Map.of("status", Map.of("allowed", !forbidden.contains(EVICTION))));
    } else if (path.endsWith("/events")) {
      send(exchange, 200, new EventListBuilder().build());
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
