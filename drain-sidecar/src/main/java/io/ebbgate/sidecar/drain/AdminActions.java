package io.ebbgate.sidecar.drain;

import io.ebbgate.core.drain.AdminAction;
import io.ebbgate.core.drain.Observation.Effect;
import io.ebbgate.sidecar.envoy.AdminCall;
import io.ebbgate.sidecar.envoy.AdminResult;
import io.ebbgate.sidecar.envoy.EnvoyAdmin;
import io.ebbgate.sidecar.log.JsonLog;
import io.ebbgate.sidecar.log.LogKeys;
import io.ebbgate.sidecar.watch.DrainMarker;
import io.ebbgate.sidecar.watch.EnvoyWatch;
import java.time.Duration;
import java.util.Optional;

/** Sends one drain's actions to Envoy's admin interface, and knows which of them can be undone. */
final class AdminActions {
  private final EnvoyAdmin admin;
  private final EnvoyWatch watch;
  private final DrainMarker marker;
  private final JsonLog log;
  private boolean irreversible;
  private boolean failedReadiness;
  private boolean stopped;

  AdminActions(EnvoyAdmin admin, EnvoyWatch watch, DrainMarker marker, JsonLog log) {
    this.admin = admin;
    this.watch = watch;
    this.marker = marker;
    this.log = log;
  }

  /** Sends an action and waits for its effect, at most this long. */
  Effect send(AdminAction action, Duration limit) {
    if (action == AdminAction.RESTORE_READINESS && !failedReadiness) {
      // What failed it before this drain is to keep it so.
      return Effect.REFUSED;
    }
    boolean ours = !watch.draining();
    mark(action, ours);
    AdminResult<AdminCall.Taken> result = admin.call(AdminCall.post(action.path()).within(limit));
    log.info(
        "admin action sent", LogKeys.ACTION, action.wireName(), LogKeys.RESULT, result.wireName());
    if (perhapsTaken(result)) {
      irreversible |= !action.reversible();
      failedReadiness |= action == AdminAction.FAIL_READINESS && ours;
      stopped |= action == AdminAction.STOP_LISTENERS;
    } else {
      unmark(action, ours);
    }
    Effect effect = effect(result);
    if (effect == Effect.DONE && action == AdminAction.RESTORE_READINESS) {
      failedReadiness = false;
      marker.remove();
    }
    return effect == Effect.DONE && action == AdminAction.FAIL_READINESS && stillReady(limit)
        ? withoutEffect(action)
        : effect;
  }

  /** A failed health check shows at once; only an answer of 200 says that there is none. */
  private boolean stillReady(Duration limit) {
    return admin.call(AdminCall.ready().within(limit)) instanceof AdminResult.Answered;
  }

  private Effect withoutEffect(AdminAction action) {
    log.warn("admin action had no effect", LogKeys.ACTION, action.wireName());
    return Effect.NONE;
  }

  /** Another Envoy took over, to which nothing was sent. */
  void begin() {
    irreversible = false;
    failedReadiness = false;
    stopped = false;
  }

  /** Undoes what was sent; a sentence if that is impossible or Envoy doesn't accept it. */
  Optional<String> undo() {
    if (irreversible) {
      return Optional.of(
          "A listener drain was sent to Envoy, which can't be undone without a restart.");
    }
    return failedReadiness && !watch.restoreReadiness()
        ? Optional.of("Envoy did not accept /healthcheck/ok; try again.")
        : Optional.empty();
  }

  /** Before the call, so that the next run knows of it if this process dies during the call. */
  private void mark(AdminAction action, boolean ours) {
    switch (action) {
      case ANNOUNCE -> {
        // It can't be undone, and needn't be.
      }
      case FAIL_READINESS -> {
        if (ours) {
          marker.failingReadiness(watch.startedAt(), stopped);
        }
      }
      case RESTORE_READINESS -> {
        // If this process dies during the call, the next run restores it again.
      }
      case STOP_LISTENERS -> marker.stoppingListeners(watch.startedAt(), true);
    }
  }

  private void unmark(AdminAction action, boolean ours) {
    switch (action) {
      case ANNOUNCE, RESTORE_READINESS -> {
        // It was not marked.
      }
      case FAIL_READINESS -> {
        if (ours && !failedReadiness) {
          marker.remove();
        }
      }
      case STOP_LISTENERS -> marker.stoppingListeners(watch.startedAt(), stopped);
    }
  }

  /** A call that timed out may have been taken. */
  private static boolean perhapsTaken(AdminResult<AdminCall.Taken> result) {
    return switch (result) {
      case AdminResult.Answered<AdminCall.Taken> _,
          AdminResult.TimedOut<AdminCall.Taken> _,
          AdminResult.Broken<AdminCall.Taken> _ ->
          true;
      case AdminResult.Status<AdminCall.Taken> _,
          AdminResult.ConnectionRefused<AdminCall.Taken> _ ->
          false;
    };
  }

  private static Effect effect(AdminResult<AdminCall.Taken> result) {
    return switch (result) {
      case AdminResult.Answered<AdminCall.Taken> _ -> Effect.DONE;
      case AdminResult.Status<AdminCall.Taken>(int code) ->
          code >= 400 && code < 500 ? Effect.REFUSED : Effect.RETRY;
      case AdminResult.ConnectionRefused<AdminCall.Taken> _,
          AdminResult.TimedOut<AdminCall.Taken> _,
          AdminResult.Broken<AdminCall.Taken> _ ->
          Effect.RETRY;
    };
  }
}
