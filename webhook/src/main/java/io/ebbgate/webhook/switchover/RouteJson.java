package io.ebbgate.webhook.switchover;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.switchover.ListenerRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Reads a sidecar's answer about a route; what it lacks is empty. */
final class RouteJson {
  private RouteJson() {}

  static ListenerRoute read(JsonNode json) {
    TreeSet<String> clusters = new TreeSet<>();
    json.path("clusters").forEach(cluster -> clusters.add(cluster.asText()));
    List<ListenerRoute.Endpoint> endpoints = new ArrayList<>();
    for (JsonNode each : json.path("endpoints")) {
      endpoints.add(
          new ListenerRoute.Endpoint(
              each.path("cluster").asText(),
              each.path("address").asText(),
              each.path("healthy").asBoolean(),
              Math.max(0, each.path("connections").asLong())));
    }
    return new ListenerRoute(clusters, json.path("complete").asBoolean(), endpoints);
  }
}
