package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.config.DurationText;
import io.ebbgate.core.contract.Containers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The pod's own probes that go on while it is drained, which look like clients to Envoy: the
 * kubelet stops liveness and startup probes at a deletion (its prober_manager.go). Only values that
 * the sidecar accepts are written: with one that it rejects neither it nor the gateway would start.
 */
final class PodProbes {
  private static final long LONGEST = DurationText.LONGEST.toSeconds();
  private static final long DEFAULT_PERIOD = 10;
  private static final long DEFAULT_FAILURES = 3;
  private static final int LAST_PORT = 65_535;

  private PodProbes() {}

  /** {@code 8080@10s,15021@15s}: port and period of every such probe that connects. */
  static String text(JsonNode pod) {
    List<String> probes = new ArrayList<>();
    for (JsonNode container : Tree.containers(pod)) {
      if (Containers.SIDECAR.equals(container.path("name").textValue())) {
        continue;
      }
      JsonNode probe = container.path("readinessProbe");
      period(probe)
          .flatMap(period -> port(container, probe).map(port -> port + "@" + period + "s"))
          .ifPresent(probes::add);
    }
    return String.join(",", probes);
  }

  /** In seconds, empty for a probe so rare that it is none; 0 is the API server's default. */
  private static Optional<Long> period(JsonNode probe) {
    long period = probe.path("periodSeconds").asLong(0);
    return Optional.of(period > 0 ? period : DEFAULT_PERIOD).filter(seconds -> seconds <= LONGEST);
  }

  private static Optional<Long> port(JsonNode container, JsonNode probe) {
    return asked(container, probe).filter(port -> port > 0 && port <= LAST_PORT);
  }

  private static Optional<Long> asked(JsonNode container, JsonNode probe) {
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

  /**
   * The seconds that the kubelet needs at least to see that the pod is no longer ready; empty where
   * the gateway has no readiness probe. A probe may fail at once, so the last failure that it takes
   * comes a period less than their number later.
   */
  static OptionalLong readinessLag(JsonNode gateway, JsonNode pod) {
    return gateway.path("readinessProbe").isObject()
        ? Tree.containers(pod).stream()
            .filter(container -> !Containers.SIDECAR.equals(container.path("name").textValue()))
            .map(container -> container.path("readinessProbe"))
            .filter(JsonNode::isObject)
            .mapToLong(
                probe -> period(probe).map(period -> period * (failures(probe) - 1)).orElse(0L))
            .min()
        : OptionalLong.empty();
  }

  /** 0 is the API server's default. */
  private static long failures(JsonNode probe) {
    long failures = probe.path("failureThreshold").asLong(0);
    return Math.clamp(failures > 0 ? failures : DEFAULT_FAILURES, 1, LONGEST);
  }

  /** The shortest grace that a probe of this container has of its own, in seconds. */
  static Optional<Long> restartGrace(JsonNode gateway) {
    OptionalLong shortest =
        Stream.of("livenessProbe", "startupProbe")
            .map(kind -> gateway.path(kind).path("terminationGracePeriodSeconds"))
            .filter(JsonNode::isNumber)
            .mapToLong(JsonNode::asLong)
            .filter(seconds -> seconds > 0)
            .map(seconds -> Math.min(seconds, LONGEST))
            .min();
    return shortest.isPresent() ? Optional.of(shortest.getAsLong()) : Optional.empty();
  }
}
