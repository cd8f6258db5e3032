package io.ebbgate.core.drain;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What holds for one drain.
 *
 * @param startedAt when the hook came, in nanoseconds of the injected ticker
 * @param probesPerSecond connections the pod's own probes make to counted listeners
 * @param shortened the grace is less than the pod's spec says, or was lowered while the drain ran
 */
public record DrainTerms(
    Trigger trigger,
    long startedAt,
    DrainSettings settings,
    Budget budget,
    Plan plan,
    double probesPerSecond,
    boolean shortened) {

  public DrainTerms {
    requireNonNull(trigger);
    requireNonNull(settings);
    requireNonNull(budget);
    requireNonNull(plan);
    if (!(probesPerSecond >= 0)) {
      throw new IllegalArgumentException("probes come from 0 a second");
    }
  }

  /** The hold ends here at the latest. */
  public long deadline() {
    return startedAt + budget.hold().toNanos();
  }

  /** New connections a second that are nobody's work. */
  double background() {
    return settings.backgroundConnections() + probesPerSecond;
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
    return new DrainTerms(trigger, startedAt, settings, less, plan, probesPerSecond, true);
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
            probesPerSecond,
            shortened)
        : this;
  }

  /** The same drain, now that Envoy could be asked. */
  DrainTerms planned(Plan known) {
    return plan.equals(known) || !known.known()
        ? this
        : new DrainTerms(trigger, startedAt, settings, budget, known, probesPerSecond, shortened);
  }
}
