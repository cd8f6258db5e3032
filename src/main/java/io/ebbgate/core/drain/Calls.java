package io.ebbgate.core.drain;

import static java.util.Objects.requireNonNull;

import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;

/** Which actions Envoy took and which it will never take. */
record Calls(Set<AdminAction> done, Set<AdminAction> refused, OptionalLong stoppedAt) {
  Calls {
    done = Set.copyOf(done);
    refused = Set.copyOf(refused);
    requireNonNull(stoppedAt);
  }

  static Calls none() {
    return new Calls(Set.of(), Set.of(), OptionalLong.empty());
  }

  Calls observe(Observation.Acted acted) {
    return switch (acted.effect()) {
      case RETRY -> this;
      case REFUSED -> new Calls(done, with(refused, acted.action()), stoppedAt);
      case DONE ->
          new Calls(
              with(done, acted.action()),
              refused,
              acted.action() == AdminAction.STOP_LISTENERS && stoppedAt.isEmpty()
                  ? OptionalLong.of(acted.at())
                  : stoppedAt);
    };
  }

  boolean open(AdminAction action) {
    return !done.contains(action) && !refused.contains(action);
  }

  private static Set<AdminAction> with(Set<AdminAction> before, AdminAction action) {
    EnumSet<AdminAction> after = EnumSet.of(action);
    after.addAll(before);
    return after;
  }
}
