package io.ebbgate.webhook.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.webhook.manifest.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Replicas, autoscalers and disruption budgets. */
final class ScalingIndex {
  private static final String DAEMON_SET = "DaemonSet";

  private final Inventory inventory;

  ScalingIndex(Inventory inventory) {
    this.inventory = inventory;
  }

  Scaling of(AuditObject object, Workload workload, GatewayPod pod) {
    if (workload.kind().equals(DAEMON_SET) || workload.kind().equals("Pod")) {
      // No eviction reaches the pods of a DaemonSet, and a single pod is a test mostly.
      return new Scaling(OptionalLong.empty(), Observation.absent("spec.replicas"), List.of());
    }
    Optional<AuditObject> scaler =
        inventory.of("HorizontalPodAutoscaler", workload.namespace()).stream()
            .filter(each -> targets(each.tree().at("/spec/scaleTargetRef"), workload))
            .findFirst();
    OptionalLong fewest;
    Observation place;
    if (scaler.isPresent()) {
      long least = scaler.get().tree().at("/spec/minReplicas").asLong(1);
      fewest = OptionalLong.of(least);
      place =
          new Observation(
              "horizontalpodautoscaler/" + scaler.get().name() + " spec.minReplicas",
              Long.toString(least));
    } else {
      fewest = replicas(object.tree());
      place =
          fewest.isPresent()
              ? new Observation("spec.replicas", Long.toString(fewest.getAsLong()))
              : Observation.absent("spec.replicas");
    }
    return new Scaling(fewest, place, blocking(workload.namespace(), pod, fewest));
  }

  private static boolean targets(JsonNode target, Workload workload) {
    return target.path("kind").asText().equals(workload.kind())
        && target.path("name").asText().equals(workload.name());
  }

  /** In a file without a number an autoscaler elsewhere may set it. */
  private static OptionalLong replicas(JsonNode object) {
    JsonNode replicas = object.at("/spec/replicas");
    return replicas.isIntegralNumber() ? OptionalLong.of(replicas.asLong()) : OptionalLong.empty();
  }

  private List<Observation> blocking(String namespace, GatewayPod pod, OptionalLong fewest) {
    List<Observation> blocking = new ArrayList<>();
    if (fewest.isPresent() && fewest.getAsLong() == 0) {
      return blocking;
    }
    for (AuditObject budget : inventory.of("PodDisruptionBudget", namespace)) {
      JsonNode spec = budget.tree().path("spec");
      if (!LabelSelectorMatch.selects(spec.path("selector"), pod.labels())) {
        continue;
      }
      String name = "poddisruptionbudget/" + budget.name() + " spec.";
      JsonNode least = spec.path("minAvailable");
      JsonNode most = spec.path("maxUnavailable");
      if (most.asText().equals("0") || most.asText().equals("0%")) {
        blocking.add(new Observation(name + "maxUnavailable", most.asText()));
      } else if (least.asText().equals("100%")
          || (fewest.isPresent() && available(least, fewest.getAsLong()) >= fewest.getAsLong())) {
        blocking.add(
            new Observation(
                name + "minAvailable",
                least.asText()
                    + (fewest.isPresent() ? " of " + fewest.getAsLong() + " replicas" : "")));
      }
    }
    return blocking;
  }

  /** Percentages are rounded up. */
  private static long available(JsonNode least, long replicas) {
    String text = least.asText();
    if (least.isIntegralNumber()) {
      return least.asLong();
    }
    boolean percent = text.endsWith("%") && text.length() < 5;
    String digits = percent ? text.substring(0, text.length() - 1) : "";
    return !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9')
        ? (replicas * Long.parseLong(digits) + 99) / 100
        : 0;
  }
}
