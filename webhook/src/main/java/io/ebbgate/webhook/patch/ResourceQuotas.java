package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.ebbgate.webhook.patch.QuotaScopes.Match;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a namespace's ResourceQuotas mean for a pod. The webhook gives the sidecar the kinds of
 * amounts that its neighbours have, so this is for people: what a pod takes with it and without.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/policy/resource-quotas/">Resource quotas</a>
 */
public final class ResourceQuotas {
  private static final String REQUESTS = "requests";
  private static final String LIMITS = "limits";

  /** Those of a container. */
  private record Counted(SidecarNeed need, String list) {}

  private static final Map<String, Counted> COUNTED =
      Map.of(
          "cpu", new Counted(SidecarNeed.CPU, REQUESTS),
          "requests.cpu", new Counted(SidecarNeed.CPU, REQUESTS),
          "limits.cpu", new Counted(SidecarNeed.CPU, LIMITS),
          "memory", new Counted(SidecarNeed.MEMORY, REQUESTS),
          "requests.memory", new Counted(SidecarNeed.MEMORY, REQUESTS),
          "limits.memory", new Counted(SidecarNeed.MEMORY, LIMITS),
          "ephemeral-storage", new Counted(SidecarNeed.STORAGE, REQUESTS),
          "requests.ephemeral-storage", new Counted(SidecarNeed.STORAGE, REQUESTS),
          "limits.ephemeral-storage", new Counted(SidecarNeed.STORAGE, LIMITS));

  /** A pod that a quota does not count takes as much as one without containers. */
  private static final JsonNode NOTHING = MissingNode.getInstance();

  private ResourceQuotas() {}

  /**
   * A line for each amount that a quota counts, without a full stop.
   *
   * @param before the pod without the sidecar
   * @param after the pod with it
   * @param ranges the namespace's, whose defaults are filled in before quotas are asked
   * @param quotas ResourceQuota objects
   */
  public static List<String> lines(
      JsonNode before, JsonNode after, LimitRanges ranges, Collection<JsonNode> quotas) {
    List<String> lines = new ArrayList<>();
    for (JsonNode quota : quotas) {
      QuotaScopes scopes = new QuotaScopes(quota);
      Match scope = scopes.of(after, ranges);
      JsonNode countedBefore = scopes.of(before, ranges) == Match.NO ? NOTHING : before;
      for (Map.Entry<String, JsonNode> hard : quota.at("/spec/hard").properties()) {
        Optional<Counted> counted = Optional.ofNullable(COUNTED.get(hard.getKey()));
        Optional<BigDecimal> most =
            counted.flatMap(each -> Quantity.of(hard.getValue()).map(each.need()::units));
        if (counted.isPresent() && most.isPresent()) {
          String effect =
              scope == Match.NO
                  ? "does not count the pod, which is not in scope " + scopes.names()
                  : missing(after, counted.get(), ranges, scope)
                      .orElseGet(() ->
                          fits(
                              countedBefore,
                              after,
                              counted.get(),
                              filled(counted.get(), ranges),
                              used(quota, hard.getKey(), counted.get()),
                              most.get()));
          lines.add(named(quota, hard.getKey(), scope) + effect);
        }
      }
    }
    return lines;
  }

  private static String named(JsonNode quota, String resource, Match scope) {
    return "%s, %s%s: "
        .formatted(
            quota.at("/metadata/name").asText(),
            resource,
            scope == Match.UNKNOWN ? " of pods in its scope" : "");
  }

  /** A quota of processor time or memory demands of each container what it counts. */
  private static Optional<String> missing(
      JsonNode pod, Counted counted, LimitRanges ranges, Match scope) {
    SidecarNeed need = counted.need();
    boolean filled = filled(counted, ranges).isPresent();
    boolean ofPod = PodAmounts.amount(need, pod.at("/spec/resources"), counted.list()).isPresent();
    return need == SidecarNeed.STORAGE || filled || ofPod
        ? Optional.empty()
        : Tree.containers(pod).stream()
            .filter(
                each -> PodAmounts.amount(need, each.path("resources"), counted.list()).isEmpty())
            .map(each -> each.path("name").asText())
            .findFirst()
            .map(name ->
                "container %s has none, and so the API server refuses %s"
                    .formatted(name, scope == Match.UNKNOWN ? "a pod in the scope" : "the pod"));
  }

  /** What a container without an amount is given. */
  private static Optional<BigDecimal> filled(Counted counted, LimitRanges ranges) {
    LimitRanges.Bounds bounds = ranges.container(counted.need());
    return counted.list().equals(LIMITS) ? bounds.filledLimit() : bounds.filledRequest();
  }

  private static BigDecimal used(JsonNode quota, String resource, Counted counted) {
    return Quantity.of(quota.at("/status/used").path(resource))
        .map(counted.need()::units)
        .orElse(BigDecimal.ZERO);
  }

  private static String fits(
      JsonNode before,
      JsonNode after,
      Counted counted,
      Optional<BigDecimal> filled,
      BigDecimal used,
      BigDecimal most) {
    SidecarNeed need = counted.need();
    BigDecimal without = PodAmounts.of(need, before, counted.list(), filled);
    BigDecimal with = PodAmounts.of(need, after, counted.list(), filled);
    boolean fits = used.add(with).compareTo(most) <= 0;
    return "a pod takes %s, %s without the sidecar, and %s of %s are used%s"
        .formatted(
            need.text(with),
            need.text(without),
            need.text(used),
            need.text(most),
            fits ? "" : ": one more is refused");
  }
}
