package io.ebbgate.webhook.observer;

import static java.util.Objects.requireNonNull;

import io.ebbgate.webhook.trace.Tracing;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/**
 * What the observer works with.
 *
 * @param instance this replica's name, the {@code reportingInstance} of Events
 * @param leader whether this replica is the leader
 */
public record ObserverContext(
    KubernetesClient client,
    String instance,
    MeterRegistry registry,
    Tracing tracing,
    BooleanSupplier leader,
    InstantSource clock) {
  public ObserverContext {
    requireNonNull(client);
    requireNonNull(instance);
    requireNonNull(registry);
    requireNonNull(tracing);
    requireNonNull(leader);
    requireNonNull(clock);
  }
}
