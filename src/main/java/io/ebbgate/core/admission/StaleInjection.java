package io.ebbgate.core.admission;

import io.ebbgate.core.admission.PodFacts.ContainerFacts;
import io.ebbgate.core.admission.PodFacts.Hook;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an earlier look at a pod added and this one would not: a patch takes nothing away, and half
 * of an injection is worse than the whole.
 */
final class StaleInjection {
  private StaleInjection() {}

  /** What it is, for people; empty where everything can be brought up to date. */
  static Optional<String> of(PodFacts pod, String gateway, List<String> held, Mode mode) {
    return switch (mode) {
      case OFF, REPORT -> Optional.empty();
      case AGENT -> hook(pod, with(gateway, held));
      case SLEEP -> hook(pod, Set.of(gateway)).or(() -> sidecar(pod, mode));
      case ENV -> hook(pod, Set.of()).or(() -> sidecar(pod, mode));
    };
  }

  private static Set<String> with(String gateway, List<String> held) {
    Set<String> hooked = new HashSet<>(held);
    hooked.add(gateway);
    return hooked;
  }

  private static Optional<String> hook(PodFacts pod, Set<String> hooked) {
    return pod.containers().stream()
        .filter(each -> each.hook() == Hook.OURS && !hooked.contains(each.name()))
        .map(ContainerFacts::name)
        .findFirst()
        .map(name -> "container " + name + " has a hook of ours; remove it from the template");
  }

  private static Optional<String> sidecar(PodFacts pod, Mode mode) {
    return pod.sidecar()
        .map(_ -> "mode " + mode.wireName() + " has no sidecar; remove it from the template");
  }
}
