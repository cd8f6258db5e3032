package io.ebbgate.webhook.rollout;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.webhook.status.PodSelector;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The workload of a gateway as the API server has it. */
record TestedWorkload(String kind, String namespace, String name, JsonNode tree) {
  private static final int DEFAULT_GRACE = 30;

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

  /** Whether its controller has seen its newest specification, and all pods have it. */
  boolean isSettled() {
    boolean seen =
        tree.at("/status/observedGeneration").asLong() >= tree.at("/metadata/generation").asLong();
    String updated = kind.equals("DaemonSet") ? "updatedNumberScheduled" : "updatedReplicas";
    return seen && tree.path("status").path(updated).asInt() >= desired();
  }

  Duration grace() {
    return Duration.ofSeconds(
        tree.at("/spec/template/spec/terminationGracePeriodSeconds").asInt(DEFAULT_GRACE));
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

  /** Why a change of its template replaces no pod, as a sentence. */
  Optional<String> refusesRestart() {
    if (tree.at("/spec/paused").asBoolean()) {
      return Optional.of(
          "%s is paused, so that a restart replaces no pod: kubectl rollout resume it, or use --how=delete-all."
              .formatted(title()));
    }
    int partition = tree.at("/spec/updateStrategy/rollingUpdate/partition").asInt();
    if (partition > 0) {
      return Optional.of(
          "%s has partition %d, so that a restart does not replace all its pods: use --how=delete-all."
              .formatted(title(), partition));
    }
    boolean onDelete = tree.at("/spec/updateStrategy/type").asText().equals("OnDelete");
    return onDelete
        ? Optional.of(
            "%s has the update strategy OnDelete, so that a restart replaces no pod: use --how=delete-all."
                .formatted(title()))
        : Optional.empty();
  }
}
