package io.ebbgate.webhook.observer;

import static java.util.Objects.requireNonNull;

import io.ebbgate.webhook.trace.Tracing;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/**
 * Where it is observed from.
 *
 * @param instance our own name, for whoever reads an Event
 * @param writes whether this replica is the one that does
 */
public record Place(
    KubernetesClient client,
    String instance,
    MeterRegistry registry,
    Tracing tracing,
    BooleanSupplier writes,
    InstantSource clock) {
  public Place {
    requireNonNull(client);
    requireNonNull(instance);
    requireNonNull(registry);
    requireNonNull(tracing);
    requireNonNull(writes);
    requireNonNull(clock);
  }
}
