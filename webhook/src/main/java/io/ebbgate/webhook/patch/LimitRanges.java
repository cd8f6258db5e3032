package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * What a namespace's LimitRanges demand of a container, and of a pod's containers together.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/policy/limit-range/">Limit ranges</a>
 */
public final class LimitRanges {
  /** Those of a namespace without any, or of which nothing is known. */
  public static final LimitRanges NONE = new LimitRanges();

  private final Map<SidecarNeed, Bounds> container = new EnumMap<>(SidecarNeed.class);
  private final Map<SidecarNeed, Bounds> pod = new EnumMap<>(SidecarNeed.class);
  private final List<String> names = new ArrayList<>();

  private LimitRanges() {}

  /**
   * Bounds of one resource, in the units of its {@link SidecarNeed}.
   *
   * @param ratio the most that a limit may be of its request
   * @param limit what a container without a limit is given
   * @param request what a container without a request is given
   */
  record Bounds(
      Optional<BigDecimal> min,
      Optional<BigDecimal> max,
      Optional<BigDecimal> ratio,
      Optional<BigDecimal> limit,
      Optional<BigDecimal> request) {
    static final Bounds NONE =
        new Bounds(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** With what the API server makes of an object that names less. */
    Optional<BigDecimal> filledLimit() {
      return limit.or(() -> max);
    }

    /** The same of requests. */
    Optional<BigDecimal> filledRequest() {
      return request.or(this::filledLimit).or(() -> min);
    }

    private boolean defaults() {
      return limit.isPresent() || request.isPresent();
    }

    /** A container without a request is refused, or given one that may not fit. */
    boolean needRequest() {
      return min.isPresent() || ratio.isPresent() || defaults();
    }

    /** A container without a limit is refused, or given one that may not fit. */
    boolean needLimit() {
      return max.isPresent() || ratio.isPresent() || defaults();
    }

    /** All of them hold. */
    Bounds and(Bounds other) {
      return new Bounds(
          both(min, other.min, BigDecimal::max),
          both(max, other.max, BigDecimal::min),
          both(ratio, other.ratio, BigDecimal::min),
          limit.or(() -> other.limit),
          request.or(() -> other.request));
    }

    private static Optional<BigDecimal> both(
        Optional<BigDecimal> one, Optional<BigDecimal> other, BinaryOperator<BigDecimal> stricter) {
      return one.flatMap(first -> other.map(second -> stricter.apply(first, second)))
          .or(() -> one)
          .or(() -> other);
    }
  }

  /** Reads LimitRange objects as the API server writes them; what can't be read is left out. */
  public static LimitRanges of(Collection<JsonNode> objects) {
    LimitRanges all = new LimitRanges();
    for (JsonNode object : objects) {
      all.names.add(object.path("metadata").path("name").asText());
      Tree.objects(object.path("spec").path("limits")).forEach(all::add);
    }
    return all;
  }

  private void add(JsonNode limit) {
    Optional<Map<SidecarNeed, Bounds>> kind =
        switch (limit.path("type").asText()) {
          case "Container" -> Optional.of(container);
          case "Pod" -> Optional.of(pod);
          default -> Optional.empty();
        };
    kind.ifPresent(bounds -> {
      for (SidecarNeed need : SidecarNeed.values()) {
        bounds.merge(need, bounds(limit, need), Bounds::and);
      }
    });
  }

  private static Bounds bounds(JsonNode limit, SidecarNeed need) {
    String name = need.named().resource();
    return new Bounds(
        Quantity.of(limit.path("min").path(name)).map(need::units),
        Quantity.of(limit.path("max").path(name)).map(need::units),
        Quantity.of(limit.path("maxLimitRequestRatio").path(name))
            .filter(ratio -> ratio.signum() > 0),
        Quantity.of(limit.path("default").path(name)).map(need::units),
        Quantity.of(limit.path("defaultRequest").path(name)).map(need::units));
  }

  /** Whether there is one. */
  boolean any() {
    return !names.isEmpty();
  }

  /** Of each container. */
  Bounds container(SidecarNeed need) {
    return container.getOrDefault(need, Bounds.NONE);
  }

  /** Of all containers together. */
  Bounds pod(SidecarNeed need) {
    return pod.getOrDefault(need, Bounds.NONE);
  }

  /** Their names, for people. */
  @Override
  public String toString() {
    return String.join(", ", names);
  }
}
