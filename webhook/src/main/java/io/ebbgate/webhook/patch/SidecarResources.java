package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.SidecarResource;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The sidecar's requests and limits: those that the pod or the chart names, and else amounts that a
 * namespace's budget takes where it takes the pod's own containers. A ResourceQuota on a limit
 * wants one of every container, so the sidecar has each kind that all of them have. A LimitRange
 * bounds how far a limit is above its request, so the sidecar's are no further apart than those of
 * one of them.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/policy/resource-quotas/">Resource quotas</a>
 * @see <a href="https://kubernetes.io/docs/concepts/policy/limit-range/">Limit ranges</a>
 */
final class SidecarResources {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String REQUESTS = "requests";
  private static final String LIMITS = "limits";

  private final Map<SidecarResource, String> named;
  private final List<JsonNode> neighbours;
  private final boolean guaranteed;
  private final boolean ranged;
  private final boolean whole;

  private SidecarResources(JsonNode pod, Map<SidecarResource, String> named) {
    this.named = named;
    neighbours =
        Tree.containers(pod).stream()
            .filter(each -> !Containers.SIDECAR.equals(each.path("name").textValue()))
            .toList();
    whole = PodResources.given(pod);
    guaranteed = !whole && neighbours.stream().allMatch(Tree::guaranteed);
    ranged = pod.path("metadata").path("annotations").has(Annotations.LIMIT_RANGER);
  }

  /**
   * The container's {@code resources}; empty where it shares those of the pod as a whole.
   *
   * @param named by the pod or the chart
   * @param ranges of the namespace, which all amounts are within
   */
  static ObjectNode of(JsonNode pod, Map<SidecarResource, String> named, LimitRanges ranges) {
    SidecarResources resources = new SidecarResources(pod, named);
    ObjectNode requests = MAPPER.createObjectNode();
    ObjectNode limits = MAPPER.createObjectNode();
    for (SidecarNeed need : SidecarNeed.values()) {
      SidecarAmounts amounts = resources.within(need, ranges);
      amounts.request().ifPresent(text -> requests.put(need.named().resource(), text));
      amounts.limit().ifPresent(text -> limits.put(need.named().resource(), text));
    }
    ObjectNode all = MAPPER.createObjectNode();
    if (!requests.isEmpty()) {
      all.set(REQUESTS, requests);
    }
    if (!limits.isEmpty()) {
      all.set(LIMITS, limits);
    }
    return all;
  }

  /** What the namespace's ranges change of the amounts, one sentence each. */
  static List<String> warnings(
      JsonNode pod, Map<SidecarResource, String> named, LimitRanges ranges) {
    SidecarResources resources = new SidecarResources(pod, named);
    return Stream.of(SidecarNeed.values())
        .flatMap(need -> resources.warning(need, ranges).stream())
        .toList();
  }

  private Optional<String> warning(SidecarNeed need, LimitRanges ranges) {
    SidecarAmounts within = within(need, ranges);
    return within.equals(amounts(need))
        ? Optional.empty()
        : Optional.of(
            "Ebbgate: the sidecar has %s, as LimitRange %s demands."
                .formatted(within.sentence(need), ranges));
  }

  private SidecarAmounts within(SidecarNeed need, LimitRanges ranges) {
    BigDecimal others = amounts(need, LIMITS).reduce(BigDecimal.ZERO, BigDecimal::add);
    return amounts(need).within(need, ranges, others);
  }

  private SidecarAmounts amounts(SidecarNeed need) {
    Optional<String> request = Optional.ofNullable(named.get(need.named()));
    Optional<String> limit = Optional.ofNullable(named.get(need.named().limit()));
    Optional<BigDecimal> wanted = wantedLimit(need);
    Optional<BigDecimal> fitting = fittingRequest(need, wanted);
    Optional<BigDecimal> least = fitting.map(each -> atMost(each, need, limit));
    Optional<BigDecimal> most =
        wanted.flatMap(each -> fitting.map(each::max)).map(each -> atLeast(each, need, request));
    if (guaranteed && need != SidecarNeed.STORAGE) {
      Optional<String> both =
          limit
              .filter(SidecarResources::isAmount)
              .or(() -> request.filter(SidecarResources::isAmount))
              .or(() -> most.map(need::text));
      return new SidecarAmounts(both, both);
    }
    return new SidecarAmounts(
        request.or(() -> least.map(need::text)).filter(SidecarResources::isAmount),
        limit.or(() -> most.map(need::text)).filter(SidecarResources::isAmount));
  }

  private static boolean isAmount(String text) {
    return !text.equals(SidecarResource.NONE);
  }

  private static BigDecimal atMost(BigDecimal request, SidecarNeed need, Optional<String> limit) {
    return limit
        .flatMap(need.named()::amount)
        .map(each -> request.min(BigDecimal.valueOf(each)))
        .orElse(request);
  }

  private static BigDecimal atLeast(BigDecimal limit, SidecarNeed need, Optional<String> request) {
    return request
        .flatMap(need.named()::amount)
        .map(each -> limit.max(BigDecimal.valueOf(each)))
        .orElse(limit);
  }

  /**
   * Of storage only where all others have one: not every node reports that it has some.
   *
   * @param wanted the limit, which is not to be further above it than those of the others
   */
  private Optional<BigDecimal> fittingRequest(SidecarNeed need, Optional<BigDecimal> wanted) {
    if (whole || (need == SidecarNeed.STORAGE && !all(need, REQUESTS) && !all(need, LIMITS))) {
      return Optional.empty();
    }
    BigDecimal least = need.request().max(smallestOfRange(need));
    return Optional.of(
        wanted
            .flatMap(
                limit -> spread(need).map(spread -> limit.divide(spread, MathContext.DECIMAL64)))
            .map(least::max)
            .orElse(least));
  }

  /** Of memory always; of the others where all containers have one. */
  private Optional<BigDecimal> wantedLimit(SidecarNeed need) {
    if (whole || (need != SidecarNeed.MEMORY && !all(need, LIMITS))) {
      return Optional.empty();
    }
    if (need == SidecarNeed.MEMORY) {
      return Optional.of(need.limit());
    }
    BigDecimal largest = amounts(need, LIMITS).reduce(BigDecimal.ZERO, BigDecimal::max);
    return Optional.of(need.limit(spread(need).or(() -> Optional.of(BigDecimal.ONE))).min(largest));
  }

  /** The largest part of a limit by its request; a container without a request has its limit. */
  private Optional<BigDecimal> spread(SidecarNeed need) {
    return neighbours.stream()
        .flatMap(each -> {
          Optional<BigDecimal> limit = amount(each, need, LIMITS);
          Optional<BigDecimal> request = amount(each, need, REQUESTS).or(() -> limit);
          return limit
              .filter(_ -> request.filter(one -> one.signum() > 0).isPresent())
              .map(most -> most.divide(request.orElseThrow(), MathContext.DECIMAL64))
              .stream();
        })
        .max(BigDecimal::compareTo)
        .map(BigDecimal.ONE::max);
  }

  /** Where a LimitRange has set a container's amounts, no container may request less than some. */
  private BigDecimal smallestOfRange(SidecarNeed need) {
    return ranged
        ? amounts(need, REQUESTS).min(BigDecimal::compareTo).orElse(BigDecimal.ZERO)
        : BigDecimal.ZERO;
  }

  private boolean all(SidecarNeed need, String list) {
    return !neighbours.isEmpty()
        && neighbours.stream().allMatch(each -> amount(each, need, list).isPresent());
  }

  private Stream<BigDecimal> amounts(SidecarNeed need, String list) {
    return neighbours.stream().flatMap(each -> amount(each, need, list).stream());
  }

  private static Optional<BigDecimal> amount(JsonNode container, SidecarNeed need, String list) {
    JsonNode amount = container.path("resources").path(list).path(need.named().resource());
    return Quantity.of(amount).filter(each -> each.signum() > 0).map(need::units);
  }
}
