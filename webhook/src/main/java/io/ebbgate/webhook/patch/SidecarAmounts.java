package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.node.TextNode;
import io.ebbgate.webhook.patch.LimitRanges.Bounds;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/** The sidecar's request and limit of one resource, as they are written. */
record SidecarAmounts(Optional<String> request, Optional<String> limit) {
  /**
   * The same within a namespace's bounds; where they contradict each other, not above the maximum.
   * An amount that is within them stays as it is written.
   *
   * @param others limits of the pod's other containers together, to which a minimum of the pod
   *     applies once one of them has one
   */
  SidecarAmounts within(SidecarNeed need, LimitRanges ranges, BigDecimal others) {
    Bounds container = ranges.container(need);
    Optional<BigDecimal> ratio = container.and(ranges.pod(need)).ratio();
    Optional<BigDecimal> least = units(need, request);
    Optional<BigDecimal> most = units(need, limit);
    if (container.needLimit() && most.isEmpty()) {
      most = Optional.of(need.limit(ratio).max(least.orElse(BigDecimal.ZERO)));
    }
    if (container.needRequest() && least.isEmpty()) {
      // The API server takes a limit without a request for both.
      least = most.or(() -> Optional.of(need.request()));
    }
    Optional<BigDecimal> lacking = ranges.pod(need).min().map(each -> each.subtract(others));
    most = most.map(each -> each.max(lacking.orElse(each)));
    most = most.map(each -> each.max(container.min().orElse(each)));
    most = most.map(each -> each.min(container.max().orElse(each)));
    least = least.map(each -> each.max(container.min().orElse(each)));
    if (ratio.isPresent() && most.isPresent()) {
      BigDecimal nearest = most.get().divide(ratio.get(), MathContext.DECIMAL64);
      least = Optional.of(least.orElse(most.get()).max(nearest));
    }
    least = least.map(each -> each.min(container.max().orElse(each)));
    Optional<BigDecimal> floor = least;
    most = most.map(each -> each.max(floor.orElse(each)));
    return new SidecarAmounts(text(need, request, least), text(need, limit, most));
  }

  private static Optional<BigDecimal> units(SidecarNeed need, Optional<String> written) {
    return written.flatMap(text -> Quantity.of(TextNode.valueOf(text))).map(need::units);
  }

  private static Optional<String> text(
      SidecarNeed need, Optional<String> written, Optional<BigDecimal> amount) {
    boolean same =
        amount
            .flatMap(each -> units(need, written).map(before -> before.compareTo(each) == 0))
            .orElse(false);
    return same ? written : amount.map(need::text);
  }

  /** For people: {@code a cpu request of 50m and a limit of 200m}. */
  String sentence(SidecarNeed need) {
    String name = need.named().resource();
    String requested = request.map(each -> "a %s request of %s".formatted(name, each)).orElse("");
    String limited =
        limit
            .map(each -> (requested.isEmpty() ? "a " + name : " and a") + " limit of " + each)
            .orElse("");
    return requested + limited;
  }
}
