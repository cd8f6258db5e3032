package io.ebbgate.core.admission;

import io.ebbgate.core.admission.PodFacts.ContainerFacts;
import io.ebbgate.core.admission.PodFacts.Hook;
import java.util.Optional;

/**
 * What an earlier look at a pod added and this one would not: a patch takes nothing away, and half
 * of an injection is worse than the whole.
 */
final class StaleInjection {
  private StaleInjection() {}

  /** What it is, for people; empty where everything can be brought up to date. */
  static Optional<String> of(PodFacts pod, String gateway, Mode mode) {
    return switch (mode) {
      case OFF, REPORT -> Optional.empty();
      case AGENT -> hook(pod, gateway);
      case SLEEP -> hook(pod, gateway).or(() -> sidecar(pod, mode));
      case ENV -> hook(pod, "").or(() -> sidecar(pod, mode));
    };
  }

  private static Optional<String> hook(PodFacts pod, String gateway) {
    return pod.containers().stream()
        .filter(each -> each.hook() == Hook.OURS && !each.name().equals(gateway))
        .map(ContainerFacts::name)
        .findFirst()
        .map(name -> "container " + name + " has a hook of ours; remove it from the template");
  }

  private static Optional<String> sidecar(PodFacts pod, Mode mode) {
    return pod.sidecar()
        .map(_ -> "mode " + mode.wireName() + " has no sidecar; remove it from the template");
  }
}
