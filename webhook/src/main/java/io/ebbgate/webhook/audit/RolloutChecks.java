package io.ebbgate.webhook.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What happens to the workload's pods together. */
final class RolloutChecks {
  private RolloutChecks() {}

  static CheckResult singleReplica(Gateway gateway) {
    Scaling scaling = gateway.scaling();
    return scaling.fewest().isPresent() && scaling.fewest().getAsLong() == 1
        ? CheckResult.found(scaling.place())
        : CheckResult.passed();
  }

  static CheckResult budget(Gateway gateway) {
    return CheckResult.of(gateway.scaling().blocking());
  }

  static CheckResult hostPort(Gateway gateway) {
    GatewayPod pod = gateway.pod();
    List<Observation> found = new ArrayList<>();
    int index = 0;
    for (JsonNode port : pod.container().path("ports")) {
      if (port.path("hostPort").asInt() > 0) {
        found.add(
            new Observation(
                pod.containerPath("ports[" + index + "].hostPort"),
                port.path("hostPort").asText()));
      }
      index++;
    }
    return CheckResult.of(found);
  }

  static CheckResult warnings(Gateway gateway) {
    return CheckResult.of(
        gateway.warnings().stream()
            .map(warning -> new Observation(gateway.pod().path() + "metadata", warning))
            .toList());
  }
}
