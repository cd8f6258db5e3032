package io.ebbgate.webhook.rollout;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.webhook.status.PodSelector;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The workload of a gateway as the API server has it. */
record TestedWorkload(String kind, String namespace, String name, JsonNode tree) {
  TestedWorkload {
    requireNonNull(kind);
    requireNonNull(namespace);
    requireNonNull(name);
    requireNonNull(tree);
  }

  /** As kubectl prints it. */
  String title() {
    return PodSelector.title(kind, name);
  }

  PodSelector.Workload asSelected() {
    return new PodSelector.Workload(kind, name);
  }

  /** How many pods it is to have. */
  int desired() {
    return kind.equals("DaemonSet")
        ? tree.at("/status/desiredNumberScheduled").asInt()
        : tree.at("/spec/replicas").asInt(1);
  }

  /**
   * Whether its controller has seen its newest specification, and all pods have it that a rollout
   * replaces.
   */
  boolean isSettled() {
    boolean seen =
        tree.at("/status/observedGeneration").asLong() >= tree.at("/metadata/generation").asLong();
    String updated = kind.equals("DaemonSet") ? "updatedNumberScheduled" : "updatedReplicas";
    return seen && tree.path("status").path(updated).asInt() >= rolled();
  }

  /** How many of its pods a rollout replaces. */
  private int rolled() {
    return restartLimit()
        .map(limit ->
            switch (limit) {
              case PAUSED, ON_DELETE -> 0;
              case PARTITION -> Math.max(0, desired() - partition());
            })
        .orElseGet(this::desired);
  }

  /** Labels of its pods. */
  Map<String, String> labels() {
    Map<String, String> labels = new HashMap<>();
    tree.at("/spec/template/metadata/labels")
        .propertyStream()
        .forEach(each -> labels.put(each.getKey(), each.getValue().asText()));
    return labels;
  }

  /** Those that all of its pods have. */
  Map<String, String> selector() {
    Map<String, String> labels = new HashMap<>();
    tree.at("/spec/selector/matchLabels")
        .propertyStream()
        .forEach(each -> labels.put(each.getKey(), each.getValue().asText()));
    return labels;
  }

  /** Why a change of its template does not replace all pods; empty where it does. */
  Optional<RestartLimit> restartLimit() {
    if (tree.at("/spec/paused").asBoolean()) {
      return Optional.of(RestartLimit.PAUSED);
    }
    if (tree.at("/spec/updateStrategy/type").asText().equals("OnDelete")) {
      return Optional.of(RestartLimit.ON_DELETE);
    }
    return partition() > 0 ? Optional.of(RestartLimit.PARTITION) : Optional.empty();
  }

  private int partition() {
    return tree.at("/spec/updateStrategy/rollingUpdate/partition").asInt();
  }
}
