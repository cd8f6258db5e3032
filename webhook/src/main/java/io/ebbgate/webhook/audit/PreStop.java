package io.ebbgate.webhook.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.contract.Headers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A container's preStop hook. */
sealed interface PreStop {
  /** There is none. */
  record None() implements PreStop {}

  /** Ebbgate's, which blocks until the drain has ended. */
  record Ours() implements PreStop {}

  /** The kubelet's own sleep. */
  record Sleep(Duration time) implements PreStop {}

  /**
   * A GET by the kubelet.
   *
   * @param port a number or the name of a port
   */
  record HttpGet(String path, JsonNode port, String host) implements PreStop {}

  /** Commands in the container. */
  record Exec(HookScript script) implements PreStop {}

  /** A connection, which the kubelet does not make. */
  record TcpSocket() implements PreStop {}

  /** Reads a container's. */
  static PreStop of(JsonNode container, Map<String, String> env) {
    JsonNode hook = container.at("/lifecycle/preStop");
    JsonNode get = hook.path("httpGet");
    if (get.isObject()) {
      return get.at("/httpHeaders/0/name").asText().equals(Headers.TOKEN)
          ? new Ours()
          : new HttpGet(get.path("path").asText("/"), get.path("port"), get.path("host").asText());
    }
    if (hook.has("sleep")) {
      return new Sleep(Duration.ofSeconds(hook.at("/sleep/seconds").asLong()));
    }
    if (hook.has("tcpSocket")) {
      return new TcpSocket();
    }
    List<String> command =
        hook.at("/exec/command").valueStream().map(word -> word.asText()).toList();
    return command.isEmpty() ? new None() : new Exec(HookScript.of(command, env));
  }

  /** How long it only waits; empty where something else ends it, or that is unknown. */
  default Optional<Duration> fixedTime() {
    return switch (this) {
      case Sleep(Duration time) -> Optional.of(time);
      case Exec(HookScript script) -> script.sleep().filter(time -> !time.isZero());
      case None _, Ours _, HttpGet _, TcpSocket _ -> Optional.empty();
    };
  }
}
