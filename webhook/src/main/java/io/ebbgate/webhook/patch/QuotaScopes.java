package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which pods a ResourceQuota counts.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-scopes">Quota
 *     scopes</a>
 */
record QuotaScopes(JsonNode quota) {
  /** Whether a pod is in a quota's scope. */
  enum Match {
    YES,
    NO,
    UNKNOWN
  }

  /** For messages: {@code NotTerminating and PriorityClass}. */
  String names() {
    return String.join(
        " and ",
        Stream.concat(
                texts(quota.at("/spec/scopes")).stream(),
                expressions().stream().map(each -> each.path("scopeName").asText()))
            .toList());
  }

  /** A pod counts if all scopes have it. */
  Match of(JsonNode pod, LimitRanges ranges) {
    List<Match> all =
        Stream.concat(
                texts(quota.at("/spec/scopes")).stream()
                    .map(scope -> match(scope, "Exists", List.of(), pod, ranges)),
                expressions().stream()
                    .map(each ->
                        match(
                            each.path("scopeName").asText(),
                            each.path("operator").asText(),
                            texts(each.path("values")),
                            pod,
                            ranges)))
            .toList();
    if (all.contains(Match.NO)) {
      return Match.NO;
    }
    return all.contains(Match.UNKNOWN) ? Match.UNKNOWN : Match.YES;
  }

  private List<JsonNode> expressions() {
    return Tree.objects(quota.at("/spec/scopeSelector/matchExpressions"));
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asText).toList();
  }

  private static Match match(
      String scope, String operator, List<String> values, JsonNode pod, LimitRanges ranges) {
    return switch (scope) {
      case "Terminating" -> match(isTerminating(pod));
      case "NotTerminating" -> match(!isTerminating(pod));
      case "BestEffort" -> match(!hasAmount(pod, ranges));
      case "NotBestEffort" -> match(hasAmount(pod, ranges));
      case "PriorityClass" -> ofPriority(operator, values, pod);
      // A pod's affinity to other namespaces, and what later versions add.
      default -> Match.UNKNOWN;
    };
  }

  private static Match match(boolean in) {
    return in ? Match.YES : Match.NO;
  }

  private static boolean isTerminating(JsonNode pod) {
    return pod.at("/spec/activeDeadlineSeconds").asLong(-1) >= 0;
  }

  /** Else the pod's quality of service is best effort. */
  private static boolean hasAmount(JsonNode pod, LimitRanges ranges) {
    return Stream.of(SidecarNeed.CPU, SidecarNeed.MEMORY)
        .anyMatch(need ->
            positive(ranges.container(need).filledLimit())
                || positive(ranges.container(need).filledRequest())
                || hasAmount(need, pod.at("/spec/resources"))
                || Tree.containers(pod).stream()
                    .anyMatch(each -> hasAmount(need, each.path("resources"))));
  }

  private static boolean hasAmount(SidecarNeed need, JsonNode resources) {
    return Stream.of("requests", "limits")
        .anyMatch(list -> positive(PodAmounts.amount(need, resources, list)));
  }

  private static boolean positive(Optional<BigDecimal> amount) {
    return amount.filter(each -> each.signum() > 0).isPresent();
  }

  /** A pod that names no class has the cluster's default, if there is one. */
  private static Match ofPriority(String operator, List<String> values, JsonNode pod) {
    String priority = pod.at("/spec/priorityClassName").asText();
    if (priority.isEmpty()) {
      return Match.UNKNOWN;
    }
    return switch (operator) {
      case "Exists" -> Match.YES;
      case "DoesNotExist" -> Match.NO;
      case "In" -> match(values.contains(priority));
      case "NotIn" -> match(!values.contains(priority));
      default -> Match.UNKNOWN;
    };
  }
}
