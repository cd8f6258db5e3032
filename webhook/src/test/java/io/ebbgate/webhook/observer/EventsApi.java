package io.ebbgate.webhook.observer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ebbgate.core.contract.Annotations;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The part of an API server that stores Events, one of each name, with faults on demand. */
record EventsApi(
    HttpServer server, Map<String, String> events, AtomicInteger requests, Set<String> faults)
    implements AutoCloseable {
  static EventsApi open() throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    EventsApi api =
        new EventsApi(
            HttpServer.create(any, 0),
            new ConcurrentHashMap<>(),
            new AtomicInteger(),
            ConcurrentHashMap.newKeySet());
    api.server.createContext("/", api::answer);
    api.server.start();
    return api;
  }

  /** An Event as any user may write it; {@code start} may be null. */
  static String event(
      String name,
      String reporter,
      String uid,
      String kind,
      String verdict,
      @Nullable String start) {
    String document =
        "{'verdict':'%s','provisional':false,'trigger':'deletion','startedAt':'%s'}"
            .formatted(verdict, start)
            .replace("'", "\\\"");
    return """
    {"apiVersion": "events.k8s.io/v1", "kind": "Event",
     "metadata": {"name": "%s", "namespace": "shop", "annotations": {"%s": "%s"}},
     "reportingController": "%s", "reportingInstance": "one",
     "regarding": {"kind": "%s", "name": "gateway-1", "uid": "%s"}}
    """
        .formatted(name, Annotations.VERDICT, document, reporter, kind, uid);
  }

  /** Stores a request with that text in its path or body, but answers 503. */
  void loseAnswers(String text) {
    faults.add("lost " + text);
  }

  /** Refuses a request with that text in its path, with 503. */
  void refuse(String text) {
    faults.add("refused " + text);
  }

  /** Removes all faults. */
  void recover() {
    faults.clear();
  }

  KubernetesClient client() {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder()
                .withAutoConfigure(false)
                .withRequestRetryBackoffLimit(0)
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .build())
        .build();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      if (exchange.getRequestMethod().equals("GET")) {
        String event = events.get(path.substring(path.lastIndexOf('/') + 1));
        answer(exchange, event == null ? 404 : 200, event == null ? status(404) : event);
      } else if (has("refused ", path)) {
        answer(exchange, 503, status(503));
      } else {
        String name = body.replaceAll("(?s).*\"(ebbgate-drain-[^\"]+)\".*", "$1");
        boolean first = events.putIfAbsent(name, body) == null;
        int code = first ? (has("lost ", path + body) ? 503 : 201) : 409;
        answer(exchange, code, code == 201 ? body : status(code));
      }
      requests.incrementAndGet();
    }
  }

  private boolean has(String kind, String text) {
    return faults.stream()
        .filter(each -> each.startsWith(kind))
        .anyMatch(each -> text.contains(each.substring(kind.length())));
  }

  private static String status(int code) {
    return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"code\":" + code + "}";
  }

  private static void answer(HttpExchange exchange, int code, String text) throws IOException {
    byte[] answer = text.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, answer.length);
    exchange.getResponseBody().write(answer);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
