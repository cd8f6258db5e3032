package io.ebbgate.sidecar.drain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import io.ebbgate.core.testkit.ManualTicker;
import io.ebbgate.sidecar.envoy.AdminCall;
import io.ebbgate.sidecar.envoy.AdminResult;
import io.ebbgate.sidecar.envoy.EnvoyAdmin;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** An Envoy that answers what the test wants, and records what it was asked to change. */
final class ScriptedEnvoy implements EnvoyAdmin {
  /** A fault instead of an answer. */
  enum Fault {
    CONNECTION_REFUSED,
    TIMED_OUT,
    /** The call was carried out, but its answer got lost. */
    ANSWER_LOST,
    BROKEN,
    FORBIDDEN,
    BAD_METHOD,
    UNAVAILABLE,
    BUG
  }

  private static final String DYNAMIC = "{\"configs\":[{\"active_state\":{\"listener\":";

  /** The port of the first listener that LDS adds. */
  private static final int ADDED = 9000;

  final List<String> posts = new ArrayList<>();
  final Map<String, Fault> faults = new HashMap<>();
  int looks;

  /** How often it has said which process it is. */
  int seen;

  final Map<String, Duration> delays = new HashMap<>();

  /** How often each path was asked for. */
  final Map<String, Integer> asked = new HashMap<>();

  /** How often its listeners have changed. */
  int changed;

  /** How long calls of each path kept its main thread, in all. */
  final Map<String, Duration> kept = new HashMap<>();

  /** How long calls without an answer were waited for, in all. */
  Duration cut = Duration.ZERO;

  /** What happens before a call is answered. */
  final Map<String, Runnable> before = new HashMap<>();

  /** It takes every call, and does nothing. */
  boolean idle;

  int calls;
  String address = "10.0.0.1";
  boolean draining;
  int connections;
  int requests;
  long accepted;
  long answered;

  /** What the gauge of requests says instead of their number. */
  Optional<String> gauge = Optional.empty();

  /** Requests, each on a connection, on each listener that LDS has added since the start. */
  final List<Integer> added = new ArrayList<>();

  /** By how much the wall clock was moved, by which Envoy counts its uptime. */
  Duration clockMoved = Duration.ZERO;

  /** Gets each call that changes Envoy, before it does. */
  Consumer<String> changing = _ -> {};

  private Optional<Fault> everywhere = Optional.empty();
  private final ManualTicker ticker;
  private long startedAt;
  private int epoch;

  ScriptedEnvoy(ManualTicker ticker) {
    this.ticker = ticker;
    this.startedAt = ticker.nanos() - Duration.ofHours(1).toNanos();
  }

  /** Everything fails from now on. */
  void fail(Fault fault) {
    everywhere = Optional.of(fault);
  }

  Optional<Fault> faultOf(String path) {
    return everywhere.or(() -> Optional.ofNullable(faults.get(path)));
  }

  void heal() {
    faults.clear();
    everywhere = Optional.empty();
  }

  /** Requests that are really in flight. */
  int inFlight() {
    return requests + added.stream().mapToInt(Integer::intValue).sum();
  }

  /** Connections that are really open. */
  int open() {
    return connections + added.stream().mapToInt(Integer::intValue).sum();
  }

  /** Whether each call is answered rightly, and at once. */
  boolean healthy() {
    return everywhere.isEmpty() && faults.isEmpty() && delays.isEmpty();
  }

  /** Another process takes this one's place. */
  void restart() {
    startedAt = ticker.nanos();
    draining = false;
    connections = 0;
    requests = 0;
    accepted = 0;
    answered = 0;
    gauge = Optional.empty();
    added.clear();
    clockMoved = Duration.ZERO;
    heal();
  }

  /** Its container is started again, with the first epoch. */
  void restartCold() {
    restart();
    epoch = 0;
  }

  /** Another process takes over its listeners, and this one keeps its connections. */
  void restartHot() {
    restart();
    epoch++;
  }

  @Override
  public <T> AdminResult<T> call(AdminCall<T> call) {
    looks += call.label().equals("/server_info") ? 1 : 0;
    calls++;
    asked.merge(call.label(), 1, Integer::sum);
    Duration takes = delays.getOrDefault(call.label(), Duration.ZERO);
    kept.merge(call.label(), takes, Duration::plus);
    if (takes.compareTo(call.limit()) > 0) {
      cut = cut.plus(call.limit());
      ticker.advance(call.limit());
      return new AdminResult.TimedOut<>();
    }
    ticker.advance(takes);
    before.getOrDefault(call.label(), () -> {}).run();
    Optional<Fault> fault = faultOf(call.label());
    if (fault.isPresent() && fault.get() == Fault.ANSWER_LOST) {
      change(call);
      return new AdminResult.TimedOut<>();
    }
    if (fault.isPresent()) {
      return switch (fault.get()) {
        case CONNECTION_REFUSED -> new AdminResult.ConnectionRefused<>();
        case TIMED_OUT, ANSWER_LOST -> new AdminResult.TimedOut<>();
        case BROKEN -> new AdminResult.Broken<>("scripted");
        case FORBIDDEN -> new AdminResult.Status<>(403);
        case BAD_METHOD -> new AdminResult.Status<>(405);
        case UNAVAILABLE -> new AdminResult.Status<>(503);
        case BUG -> throw new IllegalStateException("scripted");
      };
    }
    change(call);
    if (draining && call.label().equals("/ready")) {
      return new AdminResult.Status<>(503);
    }
    seen += call.label().equals("/server_info") ? 1 : 0;
    try {
      return new AdminResult.Answered<>(
          call.reader().read(new ByteArrayInputStream(body(call.target()).getBytes(UTF_8))));
    } catch (IOException e) {
      return new AdminResult.Broken<>(String.valueOf(e.getMessage()));
    }
  }

  private void change(AdminCall<?> call) {
    if (call.changes()) {
      changing.accept(call.target());
      posts.add(call.target());
      draining =
          (!idle && call.label().equals("/healthcheck/fail"))
              || (draining && !call.label().equals("/healthcheck/ok"));
    }
  }

  private String body(String target) {
    if (target.startsWith("/server_info")) {
      return """
      {"version":"sha/1.40.0/Clean/RELEASE/BoringSSL","state":"%s",
      "uptime_current_epoch":"%ds",
      "command_line_options":{"drain_time":"45s","drain_strategy":"Immediate",
      "restart_epoch":%d,"parent_shutdown_time":"60s"}}
      """
          .formatted(
              draining ? "DRAINING" : "LIVE",
              Duration.ofNanos(ticker.nanos() - startedAt).plus(clockMoved).toSeconds(),
              epoch);
    }
    if (target.contains("resource=static_listeners")) {
      return "{\"configs\":[{\"listener\":" + listener(8080, "ingress") + "}]}";
    }
    if (target.contains("resource=dynamic_listeners")) {
      return IntStream.range(0, added.size())
          .mapToObj(i -> listener(ADDED + i, "added" + i))
          .collect(joining("}},{\"active_state\":{\"listener\":", DYNAMIC, "}}]}"))
          .replace(DYNAMIC + "}}]}", "{}");
    }
    return target.startsWith("/stats") ? statistics() : "{}";
  }

  private String listener(int port, String prefix) {
    return """
    {"name":"%2$s","address":{"socket_address":{"address":"%1$s","port_value":%3$d}},
    "filter_chains":[{"filters":[{"typed_config":
    {"@type":"t/x.HttpConnectionManager","stat_prefix":"%2$s"}}]}]}
    """
        .formatted(address, prefix, port);
  }

  private String statistics() {
    StringBuilder text = new StringBuilder("{\"stats\":[");
    listenerStatistics(text, 8080, connections, accepted);
    statistic(text, "http.ingress.downstream_cx_active", Long.toString(connections));
    managerStatistics(text, "ingress", gauge.orElse(Integer.toString(requests)), answered);
    for (int i = 0; i < added.size(); i++) {
      listenerStatistics(text, ADDED + i, added.get(i), added.get(i));
      managerStatistics(text, "added" + i, added.get(i).toString(), added.get(i));
    }
    return text.append(
            """
            {"name":"server.hot_restart_epoch","value":%d},
            {"name":"listener_manager.listener_added","value":%d},
            {"name":"listener_manager.listener_modified","value":%d},
            {"name":"listener_manager.listener_removed","value":0},
            {"name":"listener_manager.total_listeners_draining","value":0},
            {"name":"listener_manager.total_filter_chains_draining","value":0}]}
            """
                .formatted(epoch, added.size() + 1, changed))
        .toString();
  }

  private void listenerStatistics(StringBuilder text, int port, long open, long ever) {
    String name = "listener." + address + "_" + port + ".downstream_cx_";
    statistic(text, name + "active", Long.toString(open));
    statistic(text, name + "total", Long.toString(ever));
  }

  private static void managerStatistics(
      StringBuilder text, String prefix, String active, long ever) {
    statistic(text, "http." + prefix + ".downstream_rq_active", active);
    statistic(text, "http." + prefix + ".downstream_rq_total", Long.toString(ever));
  }

  private static void statistic(StringBuilder text, String name, String value) {
    text.append("{\"name\":\"%s\",\"value\":%s},\n".formatted(name, value));
  }
}
