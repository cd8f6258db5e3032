package io.ebbgate.webhook.metrics;

import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.termination.PodIdentity;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.DrainRecord;
import io.ebbgate.core.verdict.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;

/**
 * Metrics of finished drains, whose pods can no longer be scraped. The series of a workload exist
 * at zero from its first pod on: {@code rate()} does not see a counter that begins at one.
 */
public final class DrainMetrics {
  /** At most this many workloads; the rest is summed up in one. */
  static final int MOST = 1_000;

  private static final String NAMESPACE = "namespace";
  private static final String WORKLOAD = "workload";
  private static final String VERDICT = "verdict";
  private static final Duration[] HOLDS =
      LongStream.of(1, 2, 5, 10, 15, 30, 60, 120, 300, 600)
          .mapToObj(Duration::ofSeconds)
          .toArray(Duration[]::new);
  private static final double[] FRACTIONS = {0.1, 0.25, 0.5, 0.75, 0.9, 1};

  /** The workload of a series. */
  private record Owner(String namespace, String workload) {
    private static final Owner OTHER = new Owner("other", "other");

    Tags tags() {
      return Tags.of(NAMESPACE, namespace, WORKLOAD, workload);
    }
  }

  private final MeterRegistry registry;
  private final Set<Owner> owners = ConcurrentHashMap.newKeySet();
  private final Counter dropped;

  public DrainMetrics(MeterRegistry registry) {
    this.registry = registry;
    dropped =
        Counter.builder(MetricNames.DRAIN_REPORTS_DROPPED)
            .description("Drain reports dropped because they could not be published in time.")
            .register(registry);
    create(Owner.OTHER);
  }

  /** Creates the series of a pod's workload. */
  public void register(PodIdentity pod) {
    Owner owner = new Owner(pod.namespace(), pod.workload());
    if (pod.workload().isEmpty() || owners.contains(owner)) {
      return;
    }
    synchronized (owners) {
      if (owners.size() < MOST && owners.add(owner)) {
        create(owner);
      }
    }
  }

  private void create(Owner owner) {
    for (Outcome outcome : Outcome.values()) {
      var _ = results(owner, outcome);
    }
    var _ = connections(owner);
    var _ = requests(owner);
    var _ = hold(owner);
    var _ = used(owner);
  }

  /** Counts a published drain. */
  public void published(PodIdentity pod, Verdict verdict) {
    Owner owner = owner(pod);
    results(owner, verdict.outcome()).increment();
    verdict.drain().ifPresent(drain -> count(owner, drain));
  }

  private void count(Owner owner, DrainRecord drain) {
    Duration held = drain.timing().hold();
    Duration budget = drain.timing().budget();
    hold(owner).record(held);
    if (budget.isPositive()) {
      used(owner).record((double) held.toNanos() / budget.toNanos());
    }
    if (drain.connections().end() instanceof Count.Known(long left)) {
      connections(owner).increment((double) left);
    }
    if (drain.requests().end() instanceof Count.Known(long left)) {
      requests(owner).increment((double) left);
    }
  }

  /** Counts a report that was given up. */
  public void dropped() {
    dropped.increment();
  }

  private Owner owner(PodIdentity pod) {
    Owner owner = new Owner(pod.namespace(), pod.workload());
    return owners.contains(owner) ? owner : Owner.OTHER;
  }

  private Counter results(Owner owner, Outcome outcome) {
    Tags tags = owner.tags().and(VERDICT, outcome.wireName());
    return counter(MetricNames.DRAIN_RESULTS, "Drains of terminated pods, by verdict.", tags);
  }

  private Counter connections(Owner owner) {
    String description = "Connections open when gateways were stopped.";
    return counter(MetricNames.DRAIN_CONNECTIONS_LEFT, description, owner.tags());
  }

  private Counter requests(Owner owner) {
    String description = "Requests active when gateways were stopped.";
    return counter(MetricNames.DRAIN_REQUESTS_LEFT, description, owner.tags());
  }

  private Counter counter(String name, String description, Tags tags) {
    return Counter.builder(name).description(description).tags(tags).register(registry);
  }

  private Timer hold(Owner owner) {
    return Timer.builder(MetricNames.DRAIN_HOLD)
        .description("Time from the preStop hook's call to its answer.")
        .tags(owner.tags())
        .serviceLevelObjectives(HOLDS)
        .register(registry);
  }

  private DistributionSummary used(Owner owner) {
    return DistributionSummary.builder(MetricNames.DRAIN_USED)
        .description("Fraction of its budget that a drain used.")
        .tags(owner.tags())
        .serviceLevelObjectives(FRACTIONS)
        .register(registry);
  }
}
