package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;

/** What a pod takes of a resource as a whole. */
final class PodAmounts {
  private PodAmounts() {}

  /**
   * As the scheduler and quotas count it: all containers that run at the same time, or an init
   * container with those before it that stay; with Pod-level resources, those.
   *
   * @param list {@code requests} or {@code limits}
   * @param filled what a container without an amount is given
   */
  static BigDecimal of(SidecarNeed need, JsonNode pod, String list, Optional<BigDecimal> filled) {
    JsonNode spec = pod.path("spec");
    Optional<BigDecimal> whole = amount(need, spec.path("resources"), list);
    if (whole.isPresent()) {
      return whole.get();
    }
    BigDecimal staying = BigDecimal.ZERO;
    BigDecimal most = BigDecimal.ZERO;
    for (JsonNode init : Tree.objects(spec.path("initContainers"))) {
      BigDecimal own =
          amount(need, init.path("resources"), list).or(() -> filled).orElse(BigDecimal.ZERO);
      most = most.max(staying.add(own));
      if (Tree.stays(init)) {
        staying = staying.add(own);
      }
    }
    return most.max(lasting(need, pod, list, filled));
  }

  /** Of the containers that run at the same time. */
  static BigDecimal lasting(SidecarNeed need, JsonNode pod, String list) {
    return lasting(need, pod, list, Optional.empty());
  }

  private static BigDecimal lasting(
      SidecarNeed need, JsonNode pod, String list, Optional<BigDecimal> filled) {
    return Tree.lasting(pod).stream()
        .flatMap(each -> amount(need, each.path("resources"), list).or(() -> filled).stream())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** A request that is not set is as large as the limit. */
  static Optional<BigDecimal> amount(SidecarNeed need, JsonNode resources, String list) {
    String name = need.named().resource();
    Optional<BigDecimal> named = Quantity.of(resources.path(list).path(name));
    return (list.equals("requests")
            ? named.or(() -> Quantity.of(resources.path("limits").path(name)))
            : named)
        .map(need::units);
  }
}
