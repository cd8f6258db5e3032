package io.ebbgate.core.drain;

import io.ebbgate.core.verdict.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Trigger, budget, plan and settings of one drain.
 *
 * @param startedAt when the hook came, in nanoseconds of the injected ticker
 * @param probes the pod's own; their connections to counted listeners are no clients
 * @param readinessLag how long the kubelet needs at least to see that readiness fails
 * @param notes what of the pod's settings has no effect here, one sentence each
 * @param shortened the grace is less than the pod's spec says, or was lowered while the drain ran
 */
public record DrainTerms(
    Trigger trigger,
    long startedAt,
    DrainSettings settings,
    Budget budget,
    Plan plan,
    List<Probe> probes,
    Duration readinessLag,
    List<String> notes,
    boolean shortened) {
  public DrainTerms {
    probes = List.copyOf(probes);
    notes = List.copyOf(notes);
  }

  /** The hold ends here at the latest. */
  public long deadline() {
    return startedAt + budget.hold().toNanos();
  }

  /** The end of the hold that is kept for closing. */
  Duration closing() {
    return ForceCloseRules.closing(settings, trigger, budget.hold());
  }

  /** New connections a second that are no clients. */
  double background() {
    Set<Integer> counted =
        plan.contexts().stream()
            .flatMap(context -> context.ports().stream())
            .collect(Collectors.toSet());
    double probing =
        probes.stream()
            .filter(probe -> counted.contains(probe.port()))
            .mapToDouble(Probe::perSecond)
            .sum();
    return settings.backgroundConnections() + probing;
  }

  long after(Duration delay) {
    return startedAt + delay.toNanos();
  }

  /** The same drain with less time, where the grace is really shorter. */
  DrainTerms shortenedTo(Duration grantedGrace) {
    Budget less = Budget.ofDeletion(settings, grantedGrace);
    if (less.hold().compareTo(budget.hold()) >= 0) {
      return this;
    }
    return new DrainTerms(
        trigger, startedAt, settings, less, plan, probes, readinessLag, notes, true);
  }

  /** A restart that turns out to be a deletion. */
  DrainTerms deleting(Duration grantedGrace) {
    return trigger == Trigger.RESTART
        ? new DrainTerms(
            Trigger.DELETION,
            startedAt,
            settings,
            Budget.ofDeletion(settings, grantedGrace),
            plan,
            probes,
            readinessLag,
            notes,
            shortened)
        : this;
  }

  /** The same drain, now that Envoy was read again. */
  DrainTerms planned(Plan read) {
    return read.known()
        ? new DrainTerms(
            trigger,
            startedAt,
            settings,
            budget,
            read.after(plan),
            probes,
            readinessLag,
            notes,
            shortened)
        : this;
  }
}
