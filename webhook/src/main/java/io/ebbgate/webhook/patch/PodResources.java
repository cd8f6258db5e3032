package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Requests and limits of a pod as a whole (beta since Kubernetes 1.34): its containers share them,
 * and whatever they ask for themselves has to fit in.
 */
final class PodResources {
  private PodResources() {}

  /** The pod has some, so that a container needs none of its own. */
  static boolean given(JsonNode pod) {
    JsonNode resources = pod.path("spec").path("resources");
    return !resources.path("requests").isEmpty() || !resources.path("limits").isEmpty();
  }

  /** Where the sidecar, which has some of its own then, makes them too small, as a sentence. */
  static Optional<String> problem(JsonNode pod) {
    return Tree.sidecar(pod)
        .map(each -> each.path("resources"))
        .filter(ours -> given(pod) && !ours.isEmpty())
        .flatMap(ours -> tooSmall(pod, ours));
  }

  private static Optional<String> tooSmall(JsonNode pod, JsonNode ours) {
    JsonNode whole = pod.path("spec").path("resources");
    Map<String, BigDecimal> sums = requests(pod);
    for (Map.Entry<String, JsonNode> request : whole.path("requests").properties()) {
      BigDecimal sum = sums.getOrDefault(request.getKey(), BigDecimal.ZERO);
      if (ours.path("requests").has(request.getKey()) && exceeds(sum, request.getValue())) {
        return Optional.of("the pod's own request of %s has no room".formatted(request.getKey()));
      }
    }
    for (Map.Entry<String, JsonNode> limit : whole.path("limits").properties()) {
      Optional<BigDecimal> own = Quantity.of(ours.path("limits").path(limit.getKey()));
      if (own.isPresent() && exceeds(own.get(), limit.getValue())) {
        return Optional.of("the pod's own limit of %s is too low".formatted(limit.getKey()));
      }
    }
    return Optional.empty();
  }

  /** What the containers that run at the same time request together, by the resource's name. */
  private static Map<String, BigDecimal> requests(JsonNode pod) {
    Map<String, BigDecimal> sums = new HashMap<>();
    for (JsonNode container : Tree.lasting(pod)) {
      for (Map.Entry<String, JsonNode> each :
          container.path("resources").path("requests").properties()) {
        Quantity.of(each.getValue())
            .ifPresent(amount -> sums.merge(each.getKey(), amount, BigDecimal::add));
      }
    }
    return sums;
  }

  private static boolean exceeds(BigDecimal amount, JsonNode most) {
    return Quantity.of(most).filter(each -> amount.compareTo(each) > 0).isPresent();
  }
}
