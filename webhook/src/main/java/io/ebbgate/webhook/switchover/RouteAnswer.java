package io.ebbgate.webhook.switchover;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where a pod's Envoy leads clients of a listener.
 *
 * @param complete whether the clusters are all
 * @param endpoints of these clusters, and of those that were asked for besides
 */
record RouteAnswer(Set<String> clusters, boolean complete, List<Endpoint> endpoints) {
  /** An address of a cluster, with the connections of all listeners to it. */
  record Endpoint(String cluster, String address, boolean healthy, long connections) {}

  RouteAnswer {
    clusters = new TreeSet<>(clusters);
    endpoints = List.copyOf(endpoints);
  }

  /** Reads a sidecar's answer; what it lacks is empty. */
  static RouteAnswer read(JsonNode json) {
    Set<String> clusters = new TreeSet<>();
    json.path("clusters").forEach(cluster -> clusters.add(cluster.asText()));
    List<Endpoint> endpoints = new ArrayList<>();
    for (JsonNode each : json.path("endpoints")) {
      endpoints.add(
          new Endpoint(
              each.path("cluster").asText(),
              each.path("address").asText(),
              each.path("healthy").asBoolean(),
              Math.max(0, each.path("connections").asLong())));
    }
    return new RouteAnswer(clusters, json.path("complete").asBoolean(), endpoints);
  }

  /** For people. */
  String text() {
    return clusters.isEmpty() ? "no cluster" : String.join(", ", clusters);
  }
}
