package io.ebbgate.tool.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ebbgate.core.testkit.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A control plane that gives Envoys one listener by REST, and moves its route (xDS, LDS). It
 * answers when there is something new, as one that pushes does.
 */
public final class DatabaseRoute implements AutoCloseable {
  /** The port of the listener in each pod. */
  public static final int PORT = 13_306;

  public static final String LISTENER = "db-3306";

  /** Shorter than what Envoy waits for an answer. */
  private static final Duration HOLD = Duration.ofSeconds(1);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final List<InetSocketAddress> endpoints;
  private final Map<String, String> applied = new ConcurrentHashMap<>();
  private final AtomicInteger version = new AtomicInteger(1);
  private volatile int to;

  private DatabaseRoute(HttpServer server, List<InetSocketAddress> endpoints) {
    this.server = server;
    this.endpoints = endpoints;
  }

  /** Starts one whose listener leads to the first of these servers. */
  public static DatabaseRoute start(InetAddress address, List<InetSocketAddress> endpoints)
      throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(address, 0), 100);
    DatabaseRoute route = new DatabaseRoute(server, endpoints);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v3/discovery:listeners", route::answer);
    server.start();
    return route;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode request = JSON.readTree(exchange.getRequestBody());
      applied.put(
          exchange.getRemoteAddress().getAddress().getHostAddress(),
          request.path("version_info").asText());
      awaitNews(request.path("version_info").asText());
      byte[] body = listener().getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** Or for a second. */
  private synchronized void awaitNews(String seen) {
    long end = System.nanoTime() + HOLD.toNanos();
    try {
      for (long left = HOLD.toMillis();
          left > 0 && seen.equals(Integer.toString(version.get()));
          left = (end - System.nanoTime()) / 1_000_000) {
        wait(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private String listener() {
    return """
    {"version_info":"%d","resources":[{"@type":\
    "type.googleapis.com/envoy.config.listener.v3.Listener","name":"%s","address":\
    {"socket_address":{"address":"0.0.0.0","port_value":%d}},"filter_chains":[{"filters":\
    [{"name":"tcp","typed_config":{"@type":"type.googleapis.com/envoy.extensions.filters.\
    network.tcp_proxy.v3.TcpProxy","stat_prefix":"db","cluster":"%s"}}]}]}]}
    """
        .formatted(version.get(), LISTENER, PORT, cluster(to));
  }

  /** The cluster of one of the servers. */
  public static String cluster(int server) {
    return "mariadb-" + server;
  }

  /** What Envoy needs to know beside its own bootstrap. */
  public String bootstrap() {
    InetSocketAddress control = server.getAddress();
    return """
    {"node":{"id":"gateway","cluster":"gateway"},"dynamic_resources":{"lds_config":{\
    "resource_api_version":"V3","api_config_source":{"api_type":"REST",\
    "transport_api_version":"V3","cluster_names":["control"],"refresh_delay":"0.01s",\
    "request_timeout":"2s"}}},"static_resources":{"clusters":[%s,%s,%s]}}
    """
        .formatted(
            cluster("control", control),
            cluster(cluster(0), endpoints.get(0)),
            cluster(cluster(1), endpoints.get(1)));
  }

  private static String cluster(String name, InetSocketAddress address) {
    return """
    {"name":"%1$s","type":"STATIC","connect_timeout":"2s","circuit_breakers":{"thresholds":[{\
    "max_connections":9000,"max_pending_requests":9000}]},"load_assignment":{"cluster_name":"%1$s",\
    "endpoints":[{"lb_endpoints":[{"endpoint":{"address":{"socket_address":{"address":"%2$s",\
    "port_value":%3$d}}}}]}]}}\
    """
        .formatted(name, address.getAddress().getHostAddress(), address.getPort());
  }

  /** Points the route to that server. */
  public synchronized void move(int server) {
    to = server;
    var _ = version.incrementAndGet();
    notifyAll();
  }

  /** Waits until these Envoys have it. */
  public void awaitApplied(List<String> pods) throws InterruptedException {
    String now = Integer.toString(version.get());
    Await.until(
        "every Envoy has the route",
        () -> pods.stream().allMatch(pod -> now.equals(applied.get(pod))));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
