package io.ebbgate.webhook.rollout;

import io.ebbgate.webhook.audit.AuditedGateway;
import io.ebbgate.webhook.audit.CheckGroup;
import io.ebbgate.webhook.audit.Finding;
import io.ebbgate.webhook.load.Ending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What to change, from what clients saw and what the audit says of the same gateway. */
final class ResultAdvice {
  private ResultAdvice() {}

  /**
   * A line each; none where nothing was lost.
   *
   * @param audited empty where the audit does not take the workload for a gateway of Envoy
   */
  static List<String> of(TestResult result, Optional<AuditedGateway> audited) {
    if (result.rollout().isEmpty() || result.failed() == 0) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    audited.ifPresent(each -> lines.add("Its drain today: " + each.drain() + "."));
    longWork(result).ifPresent(lines::add);
    List<Finding> findings =
        audited.stream()
            .flatMap(each -> each.findings().stream())
            .filter(each -> each.check().group() != CheckGroup.ROLLOUT)
            .toList();
    findings.forEach(each ->
        lines.add(
            "Found: %s; %s. Change: %s."
                .formatted(each.check().title(), each.check().consequence(), each.check().cure())));
    if (findings.isEmpty()) {
      lines.addAll(causes(result));
    }
    return lines;
  }

  /** Long work was cut although its pods had some time. */
  private static Optional<String> longWork(TestResult result) {
    List<KindResult> cut =
        result.kinds().stream().filter(each -> !each.kind().quick() && each.severed() > 0).toList();
    Optional<Duration> drain =
        result.oldPods().stream().flatMap(each -> each.drain().stream()).min(Duration::compareTo);
    if (cut.isEmpty() || drain.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "Work of %s takes up to %s, and a pod was gone %s after its deletion: a drain has to wait until work is done, as Ebbgate's does, within a grace period that is longer than the work."
            .formatted(
                cut.stream()
                    .map(each -> each.kind().wireName())
                    .collect(Collectors.joining(" and ")),
                ResultText.seconds(
                    cut.stream()
                        .map(KindResult::longest)
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO)),
                ResultText.seconds(drain.get())));
  }

  /** Where the audit has no explanation, the way in which requests failed has one. */
  private static List<String> causes(TestResult result) {
    List<String> lines = new ArrayList<>();
    Map<Ending, Long> endings = result.endings();
    if (endings.containsKey(Ending.REFUSED)) {
      lines.add(
          "Connections were refused: a pod stopped listening while endpoints and load balancers"
              + " still sent to it, or no other was ready. Change: keep listeners open until they"
              + " have reacted, and let a new pod be ready only when it serves.");
    }
    boolean quickCut =
        result.kinds().stream().anyMatch(each -> each.kind().quick() && each.severed() > 0);
    if (quickCut) {
      long told = result.kinds().stream().mapToLong(KindResult::told).sum();
      lines.add(
          told == 0
              ? "No client was told to leave before connections were cut. Change: announce the"
                  + " drain, as Ebbgate does, before the gateway stops."
              : "Clients were told to leave, and connections were cut before all of them had."
                  + " Change: let the drain wait until they are gone.");
    }
    if (endings.containsKey(Ending.STATUS)) {
      lines.add(
          "Some answers had another status than 2xx: a pod without its routes or its upstreams was"
              + " ready. Change: let its readiness wait for them.");
    }
    if (endings.containsKey(Ending.TIMEOUT) && lines.isEmpty()) {
      lines.add(
          "Requests had no answer in time: a pod or its node was gone at once, or the gateway was"
              + " too slow. Look at its CPU while pods start.");
    }
    return lines;
  }

  /** Kinds of work that the test did not have, and which a drain may cut all the same. */
  static Optional<String> untested(TestResult result) {
    boolean longWork = result.kinds().stream().anyMatch(each -> !each.kind().quick());
    return result.end() != TestEnd.NOTHING_LOST || longWork
        ? Optional.empty()
        : Optional.of(
            "Only short requests were sent; --long-path and --websocket-path test what takes longer"
                + " than a fixed wait.");
  }
}
