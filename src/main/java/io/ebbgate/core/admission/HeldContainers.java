package io.ebbgate.core.admission;

import io.ebbgate.core.admission.PodFacts.ContainerFacts;
import io.ebbgate.core.admission.PodFacts.Hook;
import io.ebbgate.core.config.StopOrder;
import io.ebbgate.core.config.StopOrder.Stop;
import io.ebbgate.core.contract.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The containers of the stop order that get a hook of ours.
 *
 * @param warnings why another one does not, one sentence each
 */
record HeldContainers(List<String> names, List<String> warnings) {
  HeldContainers {
    names = List.copyOf(names);
    warnings = List.copyOf(warnings);
  }

  /** Those of a pod; a hook of a user's own is never replaced. */
  static HeldContainers of(PodFacts pod, String gateway, StopOrder order) {
    List<String> names = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    for (Stop stop : order.stops()) {
      Optional<String> objection = objection(pod, gateway, stop.container());
      objection.ifPresent(reason ->
          warnings.add("Ebbgate: %s: %s.".formatted(Setting.STOP_ORDER.annotation(), reason)));
      if (objection.isEmpty()) {
        names.add(stop.container());
      }
    }
    return new HeldContainers(names, warnings);
  }

  private static Optional<String> objection(PodFacts pod, String gateway, String name) {
    if (name.equals(gateway)) {
      return Optional.of("container " + name + " is the gateway, which stops first");
    }
    Optional<ContainerFacts> container =
        pod.containers().stream().filter(each -> each.name().equals(name)).findFirst();
    if (container.isEmpty()) {
      return Optional.of("there is no container " + name);
    }
    return container.get().hook() == Hook.FOREIGN
        ? Optional.of(
            "container " + name + " keeps its own preStop hook and waits for nothing else")
        : Optional.empty();
  }
}
