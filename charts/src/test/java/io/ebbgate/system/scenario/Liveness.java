package io.ebbgate.system.scenario;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.ProbeBuilder;

/** A liveness probe that calls what the readiness probe calls, as many gateways have it. */
final class Liveness {
  private Liveness() {}

  static void add(PodTemplateSpec pod) {
    Container envoy = pod.getSpec().getContainers().getFirst();
    envoy.setLivenessProbe(
        new ProbeBuilder(envoy.getReadinessProbe())
            .withPeriodSeconds(1)
            .withFailureThreshold(2)
            .build());
    envoy.getReadinessProbe().setFailureThreshold(1);
  }
}
