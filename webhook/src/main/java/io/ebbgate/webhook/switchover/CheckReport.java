package io.ebbgate.webhook.switchover;

import io.ebbgate.core.switchover.GatewayPod.Ability;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What all pods can do together.
 *
 * @param checks of each pod
 */
record CheckReport(List<PodCheck> checks) {
  CheckReport {
    checks = List.copyOf(checks);
  }

  /** Why a pod can't take part in a selective close, as a sentence. */
  static Optional<String> problem(PodCheck check) {
    return switch (check.ability()) {
      case Ability.Closes() -> check.refusal();
      case Ability.ClosesNone(String why) -> Optional.of(why);
      case Ability.Silent(String why) -> Optional.of(why);
    };
  }

  /** The first sentence by which no pod can close this listener, whatever it may close. */
  Optional<String> refusal() {
    return checks.stream().flatMap(check -> check.refusal().stream()).findFirst();
  }

  /** Sentences of pods that close nothing. */
  List<String> closesNone() {
    return checks.stream()
        .filter(check -> check.ability() instanceof Ability.ClosesNone)
        .flatMap(check -> problem(check).stream())
        .toList();
  }

  /** Sentences of pods that don't answer. */
  List<String> silent() {
    return checks.stream()
        .filter(check -> check.ability() instanceof Ability.Silent)
        .flatMap(check -> problem(check).stream())
        .toList();
  }

  /** Whether any pod's port may not be forwarded to. */
  boolean isForbidden() {
    return checks.stream().anyMatch(PodCheck::forbidden);
  }

  /** One line for people. */
  String line(String listener) {
    TreeSet<String> routes = new TreeSet<>();
    checks.forEach(check -> check.route().ifPresent(route -> routes.add(route.text())));
    return "%d pods, %d connections of %s, of which %d may have something in flight; the route points to %s"
        .formatted(
            checks.size(),
            checks.stream().mapToLong(PodCheck::there).sum(),
            listener,
            checks.stream().mapToLong(PodCheck::working).sum(),
            routes.isEmpty() ? "what Envoy does not say" : String.join("; ", routes));
  }
}
