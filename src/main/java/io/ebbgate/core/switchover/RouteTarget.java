package io.ebbgate.core.switchover;

import io.ebbgate.core.switchover.GatewayPod.Route;
import io.ebbgate.core.verdict.Count;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Where a listener's route has to point to. */
public sealed interface RouteTarget {
  /** What {@link #parse} accepts. */
  String ALLOWED = "cluster=NAME, or endpoint=ADDRESS or endpoint=ADDRESS:PORT";

  /** To this cluster alone. */
  record ToCluster(String cluster) implements RouteTarget {}

  /** To clusters whose healthy endpoints are all at this address. */
  record ToEndpoint(String address) implements RouteTarget {}

  /** It is not looked at: the database moves behind one address, or Envoy is not told of it. */
  record Anywhere() implements RouteTarget {}

  /** Parses an option's value; empty if it is invalid. */
  static Optional<RouteTarget> parse(String text) {
    int equals = text.indexOf('=');
    String value = text.substring(equals + 1);
    if (equals < 0 || value.isBlank() || value.length() > 500) {
      return Optional.empty();
    }
    return switch (text.substring(0, equals)) {
      case "cluster" -> Optional.of(new ToCluster(value));
      case "endpoint" -> Optional.of(new ToEndpoint(value));
      default -> Optional.empty();
    };
  }

  /** Whether a route points there. */
  default Route route(ListenerRoute now) {
    return switch (this) {
      case Anywhere() -> Route.NEW;
      case ToCluster(String cluster) -> {
        if (now.clusters().stream().anyMatch(each -> !each.equals(cluster))) {
          yield Route.OLD;
        }
        yield now.complete() && !now.clusters().isEmpty() ? Route.NEW : Route.UNKNOWN;
      }
      case ToEndpoint _ -> {
        List<ListenerRoute.Endpoint> led =
            now.endpoints().stream()
                .filter(ListenerRoute.Endpoint::healthy)
                .filter(each -> now.clusters().contains(each.cluster()))
                .toList();
        if (led.stream().anyMatch(each -> !isNew(each))) {
          yield Route.OLD;
        }
        yield now.complete() && !led.isEmpty() ? Route.NEW : Route.UNKNOWN;
      }
    };
  }

  /** Whether Envoy has to be asked for endpoints to know {@link #route}. */
  default boolean needsEndpoints() {
    return this instanceof ToEndpoint;
  }

  /** Connections of the gateway to where the route has to point. */
  default Count toNew(ListenerRoute now) {
    return sum(now, this::isNew);
  }

  /** Those to where it pointed before; one that Envoy has no more has no connections. */
  default Count toOld(ListenerRoute now) {
    return switch (this) {
      case Anywhere() -> Count.of(0);
      case ToCluster _, ToEndpoint _ -> sum(now, each -> !isNew(each));
    };
  }

  private boolean isNew(ListenerRoute.Endpoint endpoint) {
    return switch (this) {
      case Anywhere() -> true;
      case ToCluster(String cluster) -> endpoint.cluster().equals(cluster);
      case ToEndpoint(String address) -> {
        String at = endpoint.address();
        int colon = at.lastIndexOf(':');
        String host = colon < 0 ? at : at.substring(0, colon);
        yield at.equals(address) || host.equals(address) || host.equals('[' + address + ']');
      }
    };
  }

  private static Count sum(ListenerRoute now, Predicate<ListenerRoute.Endpoint> which) {
    return Count.of(
        now.endpoints().stream()
            .filter(which)
            .mapToLong(ListenerRoute.Endpoint::connections)
            .sum());
  }

  /** What {@link #parse} reads as this; empty for anywhere. */
  default String option() {
    return switch (this) {
      case ToCluster(String cluster) -> "cluster=" + cluster;
      case ToEndpoint(String address) -> "endpoint=" + address;
      case Anywhere() -> "";
    };
  }

  /** Completes "the route points to". */
  default String text() {
    return switch (this) {
      case ToCluster(String cluster) -> "cluster " + cluster;
      case ToEndpoint(String address) -> "endpoint " + address;
      case Anywhere() -> "any cluster";
    };
  }
}
