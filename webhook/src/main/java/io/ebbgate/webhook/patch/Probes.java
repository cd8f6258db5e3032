package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.contract.Containers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The pod's own probes, which look like clients to Envoy. */
final class Probes {
  private static final List<String> KINDS =
      List.of("readinessProbe", "livenessProbe", "startupProbe");
  private static final long DEFAULT_PERIOD = 10;

  private Probes() {}

  /** {@code 8080@10s,15021@15s}: port and period of every probe that connects. */
  static String text(JsonNode pod) {
    List<String> probes = new ArrayList<>();
    for (JsonNode container : Tree.containers(pod)) {
      if (Containers.SIDECAR.equals(container.path("name").textValue())) {
        continue;
      }
      for (String kind : KINDS) {
        JsonNode probe = container.path(kind);
        port(container, probe)
            .ifPresent(port ->
                probes.add(port + "@" + probe.path("periodSeconds").asLong(DEFAULT_PERIOD) + "s"));
      }
    }
    return String.join(",", probes);
  }

  private static Optional<Long> port(JsonNode container, JsonNode probe) {
    JsonNode port =
        Stream.of("httpGet", "tcpSocket", "grpc")
            .map(handler -> probe.path(handler).path("port"))
            .filter(each -> !each.isMissingNode())
            .findFirst()
            .orElse(probe.path("none"));
    if (port.isNumber()) {
      return Optional.of(port.asLong());
    }
    for (JsonNode declared : container.path("ports")) {
      if (port.isTextual() && port.equals(declared.path("name"))) {
        return Optional.of(declared.path("containerPort").asLong());
      }
    }
    return Optional.empty();
  }

  /** The shortest grace that a probe of this container has of its own, in seconds. */
  static Optional<Long> restartGrace(JsonNode gateway) {
    OptionalLong shortest =
        Stream.of("livenessProbe", "startupProbe")
            .map(kind -> gateway.path(kind).path("terminationGracePeriodSeconds"))
            .filter(JsonNode::isNumber)
            .mapToLong(JsonNode::asLong)
            .min();
    return shortest.isPresent() ? Optional.of(shortest.getAsLong()) : Optional.empty();
  }
}
