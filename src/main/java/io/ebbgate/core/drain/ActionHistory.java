package io.ebbgate.core.drain;

import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** Which actions Envoy took, in this order, and which it will never take. */
record ActionHistory(List<AdminAction> done, Set<AdminAction> refused, OptionalLong stoppedAt) {
  ActionHistory {
    done = List.copyOf(done);
    refused = Set.copyOf(refused);
  }

  static ActionHistory none() {
    return new ActionHistory(List.of(), Set.of(), OptionalLong.empty());
  }

  ActionHistory observe(Observation.Acted acted) {
    return switch (acted.effect()) {
      case RETRY -> this;
      case REFUSED -> new ActionHistory(done, refusing(acted.action()), stoppedAt);
      case DONE ->
          new ActionHistory(
              doing(acted.action()),
              refused,
              acted.action() == AdminAction.STOP_LISTENERS && stoppedAt.isEmpty()
                  ? OptionalLong.of(acted.at())
                  : stoppedAt);
    };
  }

  boolean open(AdminAction action) {
    return !done.contains(action) && !refused.contains(action);
  }

  private List<AdminAction> doing(AdminAction action) {
    return Stream.concat(done.stream(), Stream.of(action)).distinct().toList();
  }

  private Set<AdminAction> refusing(AdminAction action) {
    EnumSet<AdminAction> after = EnumSet.of(action);
    after.addAll(refused);
    return after;
  }
}
