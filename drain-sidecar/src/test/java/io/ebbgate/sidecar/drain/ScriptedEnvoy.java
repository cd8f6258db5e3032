package io.ebbgate.sidecar.drain;

import static java.nio.charset.StandardCharsets.UTF_8;

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

/** An Envoy that answers what the test wants, and records what it was asked to change. */
final class ScriptedEnvoy implements EnvoyAdmin {
  /** A fault instead of an answer. */
  enum Fault {
    CONNECTION_REFUSED,
    TIMED_OUT,
    BROKEN,
    FORBIDDEN,
    BAD_METHOD,
    UNAVAILABLE,
    BUG
  }

  final List<String> posts = new ArrayList<>();
  final Map<String, Fault> faults = new HashMap<>();
  int looks;
  final Map<String, Duration> delays = new HashMap<>();

  /** How often each path was asked for. */
  final Map<String, Integer> asked = new HashMap<>();

  /** How often its listeners have changed. */
  int changed;

  /** How long calls of each path kept its main thread, in all. */
  final Map<String, Duration> kept = new HashMap<>();

  /** How long calls without an answer were waited for, in all. */
  Duration cut = Duration.ZERO;

  int calls;
  String address = "10.0.0.1";
  boolean draining;
  int connections;
  int requests;
  long accepted;
  long answered;
  private Optional<Fault> everywhere = Optional.empty();
  private final ManualTicker ticker;
  private long startedAt;

  ScriptedEnvoy(ManualTicker ticker) {
    this.ticker = ticker;
    this.startedAt = ticker.nanos() - Duration.ofHours(1).toNanos();
  }

  /** Everything fails from now on. */
  void fail(Fault fault) {
    everywhere = Optional.of(fault);
  }

  void heal() {
    faults.clear();
    everywhere = Optional.empty();
  }

  /** Another process takes this one's place. */
  void restart() {
    startedAt = ticker.nanos();
    draining = false;
    connections = 0;
    requests = 0;
    accepted = 0;
    answered = 0;
    heal();
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
    Optional<Fault> fault = everywhere.or(() -> Optional.ofNullable(faults.get(call.label())));
    if (fault.isPresent()) {
      return switch (fault.get()) {
        case CONNECTION_REFUSED -> new AdminResult.ConnectionRefused<>();
        case TIMED_OUT -> new AdminResult.TimedOut<>();
        case BROKEN -> new AdminResult.Broken<>("scripted");
        case FORBIDDEN -> new AdminResult.Status<>(403);
        case BAD_METHOD -> new AdminResult.Status<>(405);
        case UNAVAILABLE -> new AdminResult.Status<>(503);
        case BUG -> throw new IllegalStateException("scripted");
      };
    }
    if (call.changes()) {
      posts.add(call.target());
      draining =
          call.label().equals("/healthcheck/fail")
              || (draining && !call.label().equals("/healthcheck/ok"));
    }
    try {
      return new AdminResult.Answered<>(
          call.reader().read(new ByteArrayInputStream(body(call.target()).getBytes(UTF_8))));
    } catch (IOException e) {
      return new AdminResult.Broken<>(String.valueOf(e.getMessage()));
    }
  }

  private String body(String target) {
    if (target.startsWith("/server_info")) {
      return """
      {"version":"sha/1.40.0/Clean/RELEASE/BoringSSL","state":"%s",
      "uptime_current_epoch":"%ds",
      "command_line_options":{"drain_time":"45s","drain_strategy":"Immediate"}}
      """
          .formatted(
              draining ? "DRAINING" : "LIVE",
              Duration.ofNanos(ticker.nanos() - startedAt).toSeconds());
    }
    if (target.contains("resource=static_listeners")) {
      return """
      {"configs":[{"listener":{"name":"web","address":{"socket_address":
      {"address":"10.0.0.1","port_value":8080}},"filter_chains":[{"filters":[{"typed_config":
      {"@type":"t/x.HttpConnectionManager","stat_prefix":"ingress"}}]}]}}]}
      """
          .replace("10.0.0.1", address);
    }
    if (target.startsWith("/stats")) {
      return """
      {"stats":[{"name":"listener.10.0.0.1_8080.downstream_cx_active","value":%d},
      {"name":"listener.10.0.0.1_8080.downstream_cx_total","value":%d},
      {"name":"listener_manager.listener_added","value":1},
      {"name":"listener_manager.listener_modified","value":%d},
      {"name":"listener_manager.listener_removed","value":0},
      {"name":"listener_manager.total_listeners_draining","value":0},
      {"name":"listener_manager.total_filter_chains_draining","value":0},
      {"name":"http.ingress.downstream_cx_active","value":%d},
      {"name":"http.ingress.downstream_rq_active","value":%d},
      {"name":"http.ingress.downstream_rq_total","value":%d}]}
      """
          .replace("10.0.0.1", address)
          .formatted(connections, accepted, changed, connections, requests, answered);
    }
    return "{}";
  }
}
