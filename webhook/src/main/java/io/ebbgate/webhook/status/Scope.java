package io.ebbgate.webhook.status;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.termination.PodIdentity;
import java.util.Optional;

/**
 * Whose pods are looked at.
 *
 * @param namespace all of them where it is empty
 * @param workload all of them where it is empty
 */
public record Scope(Optional<String> namespace, Optional<WorkloadName> workload) {
  public Scope {
    requireNonNull(namespace);
    requireNonNull(workload);
  }

  boolean has(PodIdentity pod) {
    return workload.map(one -> one.has(pod)).orElse(true);
  }

  /** Behind a thing: {@code of deployment/edge in namespace shop}. */
  public String title() {
    return workload.map(one -> " of " + one.title()).orElse("") + where();
  }

  String where() {
    return namespace.map(" in namespace "::concat).orElse(" in all namespaces");
  }
}
