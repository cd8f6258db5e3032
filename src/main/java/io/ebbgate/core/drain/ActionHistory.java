package io.ebbgate.core.drain;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What came of the actions.
 *
 * @param done those that Envoy took and that were not taken back, in this order
 * @param refused those that it will never take
 * @param stoppedAt when it took the one that stops its listeners
 * @param ineffective those of the done that changed nothing, as far as that can be read: a failed
 *     health check shows on {@code /ready}, a graceful drain shows nowhere
 */
record ActionHistory(
    List<AdminAction> done,
    Set<AdminAction> refused,
    OptionalLong stoppedAt,
    Set<AdminAction> ineffective) {
  ActionHistory {
    done = List.copyOf(done);
    refused = Set.copyOf(refused);
    ineffective = Set.copyOf(ineffective);
  }

  static ActionHistory none() {
    return new ActionHistory(List.of(), Set.of(), OptionalLong.empty(), Set.of());
  }

  ActionHistory observe(Observation.Acted acted) {
    return switch (acted.effect()) {
      case RETRY -> this;
      case REFUSED ->
          new ActionHistory(done, with(acted.action(), refused), stoppedAt, ineffective);
      case NONE ->
          new ActionHistory(
              doing(acted.action()), refused, stoppedAt, with(acted.action(), ineffective));
      case DONE ->
          new ActionHistory(
              doing(acted.action()),
              refused,
              acted.action() == AdminAction.STOP_LISTENERS && stoppedAt.isEmpty()
                  ? OptionalLong.of(acted.at())
                  : stoppedAt,
              ineffective);
    };
  }

  boolean open(AdminAction action) {
    return !done.contains(action) && !refused.contains(action);
  }

  private List<AdminAction> doing(AdminAction action) {
    Stream<AdminAction> before =
        action == AdminAction.RESTORE_READINESS
            ? done.stream().filter(each -> each != AdminAction.FAIL_READINESS)
            : done.stream();
    return Stream.concat(before, Stream.of(action)).distinct().toList();
  }

  boolean did(AdminAction action) {
    return done.contains(action);
  }

  private static Set<AdminAction> with(AdminAction action, Set<AdminAction> others) {
    EnumSet<AdminAction> all = EnumSet.of(action);
    all.addAll(others);
    return all;
  }

  /** What people should know of it. */
  Optional<String> sentence() {
    return ineffective.contains(AdminAction.FAIL_READINESS)
        ? Optional.of(
            "Envoy answered 200 to /healthcheck/fail, but its /ready still answers 200:"
                + " EBBGATE_ADMIN may not be this gateway's Envoy.")
        : Optional.empty();
  }
}
