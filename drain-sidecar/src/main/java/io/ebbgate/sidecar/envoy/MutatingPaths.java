package io.ebbgate.sidecar.envoy;

import io.ebbgate.core.drain.AdminAction;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which mutating paths the admin interface allows, found without using them: Envoy answers a GET of
 * such a path with 405, and with 403 where {@code allow_paths} leaves it out (tried on 1.36 to
 * 1.40).
 */
public final class MutatingPaths {
  private MutatingPaths() {}

  /** The actions that are forbidden; empty if Envoy did not say it of each. */
  public static Optional<Set<AdminAction>> forbidden(EnvoyAdmin admin) {
    Set<AdminAction> forbidden = EnumSet.noneOf(AdminAction.class);
    for (AdminAction action : AdminAction.values()) {
      switch (admin.call(AdminCall.status(action.path()))) {
        case AdminResult.Status<AdminCall.Taken>(int code) when code == 403 || code == 404 ->
            forbidden.add(action);
        case AdminResult.Status<AdminCall.Taken> _, AdminResult.Answered<AdminCall.Taken> _ -> {
          // Allowed, as far as can be known.
        }
        case AdminResult.TimedOut<AdminCall.Taken> _,
            AdminResult.Broken<AdminCall.Taken> _,
            AdminResult.ConnectionRefused<AdminCall.Taken> _ -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(forbidden);
  }
}
