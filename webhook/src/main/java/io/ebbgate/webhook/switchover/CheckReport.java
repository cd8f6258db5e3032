package io.ebbgate.webhook.switchover;

import io.ebbgate.core.switchover.GatewayPod.Ability;
import io.ebbgate.webhook.cluster.ForbiddenException;
import io.ebbgate.webhook.cluster.RefusedException;
import io.ebbgate.webhook.cluster.TryAgainException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
      case Ability.Closes() -> Optional.empty();
      case Ability.ClosesNone(String why) -> Optional.of(why);
      case Ability.Silent(String why) -> Optional.of(why);
    };
  }

  /**
   * Ends what no pod could carry out, and what a pod can't carry out now.
   *
   * @throws ForbiddenException if ports may not be forwarded
   * @throws RefusedException for a mistake, such as a listener that no pod has
   * @throws TryAgainException for what passes: pods differ while they get a new configuration
   */
  void requireAccepted(String namespace, String listener)
      throws ForbiddenException, RefusedException, TryAgainException {
    List<String> passing = new ArrayList<>();
    for (PodCheck check : checks) {
      switch (check.refusal().orElse(null)) {
        case null -> {}
        case CheckRefusal.Forbidden() ->
            throw new ForbiddenException(
                "You may not get and create pods/portforward in namespace %s, which a switchover needs."
                    .formatted(namespace));
        case CheckRefusal.Mistake(String sentence) -> throw new RefusedException(sentence);
        case CheckRefusal.Shared shared -> {
          // A restart hits all listeners, and says so.
          if (closesNone().isEmpty()) {
            throw new RefusedException(shared.sentence(listener));
          }
        }
        case CheckRefusal.UnknownListener _ ->
            passing.add(
                "Pod %s has no listener \"%s\" yet".formatted(check.pod().name(), listener));
        case CheckRefusal.Outdated() ->
            passing.add("Pod %s has just got other listeners".formatted(check.pod().name()));
      }
    }
    Optional<String> unknown = unknownToAll(listener);
    if (unknown.isPresent()) {
      throw new RefusedException(unknown.get());
    }
    if (!passing.isEmpty()) {
      throw new TryAgainException(passing.getFirst() + "; try again in five seconds.");
    }
  }

  /** A mistake of the operator's, as a sentence: all pods that answer have other listeners. */
  private Optional<String> unknownToAll(String listener) {
    Set<String> known = new TreeSet<>();
    for (PodCheck check : checks) {
      if (check.refusal().orElse(null) instanceof CheckRefusal.UnknownListener(var listeners)) {
        known.addAll(listeners);
      } else if (!(check.ability() instanceof Ability.Silent)) {
        return Optional.empty();
      }
    }
    return known.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "The gateway has no listener \"%s\"; it has %s."
                .formatted(listener, CheckRefusal.first(List.copyOf(known))));
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

  /** One line for people. */
  String line(String listener) {
    TreeSet<String> routes = new TreeSet<>();
    checks.forEach(check -> check.route().ifPresent(route -> routes.add(route.text())));
    List<PodCheck.Connections> counted =
        checks.stream().flatMap(check -> check.connections().stream()).toList();
    return "%d pods, %d connections of %s, of which %d may have something in flight; the route points to %s"
        .formatted(
            checks.size(),
            counted.stream().mapToLong(PodCheck.Connections::there).sum(),
            listener,
            counted.stream().mapToLong(PodCheck.Connections::working).sum(),
            routes.isEmpty() ? "what Envoy does not say" : String.join("; ", routes));
  }
}
