package io.ebbgate.sidecar.drain;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.drain.Budget;
import io.ebbgate.core.drain.DrainSettings;
import io.ebbgate.core.drain.DrainTerms;
import io.ebbgate.core.drain.ListenerFacts;
import io.ebbgate.core.drain.Plan;
import io.ebbgate.core.drain.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the pod's spec says about its end.
 *
 * @param grace its {@code terminationGracePeriodSeconds}
 * @param restartGrace what a probe's restart grants
 * @param ignoredPorts of readiness and metrics listeners
 */
public record PodTerms(
    DrainSettings settings,
    Duration grace,
    Duration restartGrace,
    List<Probe> probes,
    Set<Integer> ignoredPorts) {
  public PodTerms {
    requireNonNull(settings);
    requireNonNull(grace);
    requireNonNull(restartGrace);
    probes = List.copyOf(probes);
    ignoredPorts = Set.copyOf(ignoredPorts);
  }

  /** The terms of a drain that begins now; {@code granted} is the grace of a deletion. */
  DrainTerms begin(Trigger trigger, long at, Plan plan, Duration granted) {
    Budget budget =
        switch (trigger) {
          case DELETION, CONTROL -> Budget.ofDeletion(settings, granted);
          case RESTART -> Budget.ofRestart(settings, restartGrace);
        };
    boolean shortened =
        trigger == Trigger.DELETION
            && budget.hold().compareTo(Budget.ofDeletion(settings, grace).hold()) < 0;
    return new DrainTerms(trigger, at, settings, budget, plan, probesPerSecond(plan), shortened);
  }

  private double probesPerSecond(Plan plan) {
    Set<Integer> counted =
        plan.contexts().stream().map(ListenerFacts::port).collect(Collectors.toSet());
    return probes.stream()
        .filter(probe -> counted.contains(probe.port()))
        .mapToDouble(Probe::perSecond)
        .sum();
  }
}
