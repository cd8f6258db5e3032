package io.ebbgate.webhook.metrics;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.termination.PodIdentity;
import io.ebbgate.core.verdict.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Metrics of finished drains, whose pods can no longer be scraped. A workload has series from its
 * first pod on. Their number is limited, in a namespace and in all: the workload whose drain is
 * longest ago loses its series, and its later drains count as {@code other} of its namespace. So
 * pods with invented owners displace only workloads of their own namespace.
 */
public final class DrainMetrics {
  /** At most this many workloads of a namespace have series, {@code other} included. */
  static final int MOST_OF_NAMESPACE = 50;

  /** At most this many workloads in all; a further one displaces one of the largest namespace. */
  static final int MOST = 1_000;

  static final String OTHER = "other";

  private record Owner(String namespace, String workload) {
    Tags tags() {
      return Tags.of("namespace", namespace, "workload", workload);
    }

    Owner others() {
      return new Owner(namespace, OTHER);
    }
  }

  private final MeterRegistry registry;
  private final Counter dropped;
  private final Counter foreignEvents;

  /** Of namespaces without series. */
  private final WorkloadMeters others;

  /** The workload whose drain is longest ago comes first. */
  private final Map<Owner, WorkloadMeters> workloads = new LinkedHashMap<>();

  /** How many of them each namespace has. */
  private final Map<String, Integer> namespaces = new HashMap<>();

  public DrainMetrics(MeterRegistry registry) {
    this.registry = registry;
    dropped =
        Counter.builder(MetricNames.DRAIN_REPORTS_DROPPED)
            .description("Drain reports dropped because they could not be published in time.")
            .register(registry);
    foreignEvents =
        Counter.builder(MetricNames.DRAIN_EVENTS_FOREIGN)
            .description("Drains whose Event's name had an Event that no replica wrote.")
            .register(registry);
    others = new WorkloadMeters(registry, new Owner(OTHER, OTHER).tags());
  }

  /** Creates the series of a pod that is new or begins to drain. */
  public synchronized void register(PodIdentity pod) {
    Owner owner = owner(pod);
    if (!drained(owner)) {
      while (series(owner) >= MOST_OF_NAMESPACE) {
        removeOldest(owner.namespace()::equals);
      }
      create(owner);
      if (series(owner) == MOST_OF_NAMESPACE - 1 && !workloads.containsKey(owner.others())) {
        create(owner.others());
      }
    }
  }

  /** How many its namespace has. */
  private int series(Owner owner) {
    return namespaces.getOrDefault(owner.namespace(), 0);
  }

  /** Moves it to the end; false if it has no series. */
  private boolean drained(Owner owner) {
    WorkloadMeters meters = workloads.remove(owner);
    if (meters != null) {
      workloads.put(owner, meters);
    }
    return meters != null;
  }

  private void create(Owner owner) {
    if (workloads.size() >= MOST) {
      int largest = Collections.max(namespaces.values());
      removeOldest(namespace -> namespaces.getOrDefault(namespace, 0) == largest);
    }
    workloads.put(owner, new WorkloadMeters(registry, owner.tags()));
    namespaces.merge(owner.namespace(), 1, Integer::sum);
  }

  /** The rest of a namespace goes last, since it counts the drains of those that went before. */
  private void removeOldest(Predicate<String> namespace) {
    Owner oldest =
        workloads.keySet().stream()
            .filter(owner -> namespace.test(owner.namespace()))
            .filter(owner -> !owner.workload().equals(OTHER) || series(owner) == 1)
            .findFirst()
            .orElseThrow();
    requireNonNull(workloads.remove(oldest)).remove(registry);
    namespaces.merge(oldest.namespace(), -1, (many, less) -> many + less == 0 ? null : many + less);
  }

  /** Counts a published drain. */
  public synchronized void published(PodIdentity pod, Verdict verdict) {
    Owner owner = owner(pod);
    var _ = drained(owner);
    Optional.ofNullable(workloads.get(owner))
        .or(() -> Optional.ofNullable(workloads.get(owner.others())))
        .orElse(others)
        .count(verdict);
  }

  private static Owner owner(PodIdentity pod) {
    return new Owner(pod.namespace(), pod.workload().isEmpty() ? OTHER : pod.workload());
  }

  /** Counts a report that was given up. */
  public void dropped() {
    dropped.increment();
  }

  /** Counts a drain whose Event's name was taken by an Event of others. */
  public void foreignEvent() {
    foreignEvents.increment();
  }
}
