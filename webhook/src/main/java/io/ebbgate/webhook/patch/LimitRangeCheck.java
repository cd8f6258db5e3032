package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.admission.Injection;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.contract.SidecarResource;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a namespace's LimitRanges mean for the sidecar beside a pod's containers. */
public final class LimitRangeCheck {
  private LimitRangeCheck() {}

  /**
   * Why they refuse the pod with the sidecar, in a clause without a full stop; empty where they
   * don't, or where the pod has it already.
   */
  public static Optional<String> problem(JsonNode pod, Injection injection, LimitRanges ranges) {
    if (!concerns(injection, ranges) || Tree.sidecar(pod).isPresent()) {
      return Optional.empty();
    }
    Map<SidecarResource, String> named = injection.resources();
    JsonNode ours = SidecarResources.of(pod, named, ranges);
    return Stream.of(SidecarNeed.values())
        .flatMap(need ->
            tooSmall(need, named, ranges).or(() -> tooMany(need, pod, ours, ranges)).stream())
        .findFirst();
  }

  /** What they change of the sidecar's requests and limits, one sentence each. */
  public static List<String> warnings(JsonNode pod, Injection injection, LimitRanges ranges) {
    return concerns(injection, ranges)
        ? SidecarResources.warnings(pod, injection.resources(), ranges)
        : List.of();
  }

  /** Most namespaces have none, and then nothing is calculated. */
  private static boolean concerns(Injection injection, LimitRanges ranges) {
    return injection.mode() == Mode.AGENT && ranges.any();
  }

  /** A container with less would not run; processor time it takes as it gets it. */
  private static Optional<String> tooSmall(
      SidecarNeed need, Map<SidecarResource, String> named, LimitRanges ranges) {
    boolean sized = named.containsKey(need.named()) || named.containsKey(need.named().limit());
    return need == SidecarNeed.CPU || sized
        ? Optional.empty()
        : ranges
            .container(need)
            .max()
            .filter(max -> max.compareTo(need.request()) < 0)
            .map(max ->
                "%s: a container may have %s of %s, and the sidecar needs %s"
                    .formatted(
                        ranges,
                        need.text(max),
                        need.named().resource(),
                        need.text(need.request())));
  }

  private static Optional<String> tooMany(
      SidecarNeed need, JsonNode pod, JsonNode ours, LimitRanges ranges) {
    return ranges
        .pod(need)
        .max()
        .flatMap(max ->
            Stream.of("limits", "requests")
                .map(list ->
                    PodAmounts.lasting(need, pod, list)
                        .add(PodAmounts.amount(need, ours, list).orElse(BigDecimal.ZERO)))
                .filter(sum -> sum.compareTo(max) > 0)
                .map(sum ->
                    "%s: a pod may have %s of %s, and with the sidecar it would have %s"
                        .formatted(ranges, need.text(max), need.named().resource(), need.text(sum)))
                .findFirst());
  }
}
