package io.ebbgate.sidecar.drain;

import io.ebbgate.core.drain.AdminAction;
import io.ebbgate.core.drain.Observation.Effect;
import io.ebbgate.sidecar.envoy.AdminCall;
import io.ebbgate.sidecar.envoy.AdminResult;
import io.ebbgate.sidecar.envoy.EnvoyAdmin;
import java.time.Duration;

/** What one drain asks of Envoy, and what of it stays there. */
final class Asking {
  private final EnvoyAdmin admin;
  private final EnvoyWatch watch;
  private final Marker marker;
  private final JsonLog log;
  private boolean irreversible;
  private boolean failedReadiness;
  private boolean stopped;

  Asking(EnvoyAdmin admin, EnvoyWatch watch, Marker marker, JsonLog log) {
    this.admin = admin;
    this.watch = watch;
    this.marker = marker;
    this.log = log;
  }

  /** Something was sent that Envoy can't undo. */
  boolean irreversible() {
    return irreversible;
  }

  /** Its health check was failed, or may have been, and not by somebody else before. */
  boolean failedReadiness() {
    return failedReadiness;
  }

  /** Asks, within this time. */
  Effect ask(AdminAction action, Duration limit) {
    boolean ours = !watch.draining();
    begin(action, ours);
    AdminResult<AdminCall.Taken> result = admin.call(AdminCall.of(action).within(limit));
    log.info(
        "Envoy was asked", LogKeys.ACTION, action.wireName(), LogKeys.RESULT, result.wireName());
    if (perhaps(result)) {
      irreversible |= !action.reversible();
      failedReadiness |= action == AdminAction.FAIL_READINESS && ours;
      stopped |= action == AdminAction.STOP_LISTENERS;
    }
    Effect effect = effect(result);
    if (effect == Effect.REFUSED) {
      refused(action);
    }
    return effect;
  }

  /** Before the call: if this process dies between the two, the next one knows what was begun. */
  private void begin(AdminAction action, boolean ours) {
    switch (action) {
      case ANNOUNCE -> {
        // Nothing can undo it, and it is in the way of nothing.
      }
      case FAIL_READINESS -> {
        if (ours) {
          marker.failing(watch.startedAt(), stopped);
        }
      }
      case STOP_LISTENERS -> marker.stopping(watch.startedAt(), true);
    }
  }

  private void refused(AdminAction action) {
    switch (action) {
      case ANNOUNCE -> {
        // Nothing was marked.
      }
      case FAIL_READINESS -> {
        if (!failedReadiness) {
          marker.remove();
        }
      }
      case STOP_LISTENERS -> marker.stopping(watch.startedAt(), stopped);
    }
  }

  /** A call that timed out may have been taken. */
  private static boolean perhaps(AdminResult<AdminCall.Taken> result) {
    return switch (result) {
      case AdminResult.Answered<AdminCall.Taken> _,
          AdminResult.TimedOut<AdminCall.Taken> _,
          AdminResult.Broken<AdminCall.Taken> _ ->
          true;
      case AdminResult.Status<AdminCall.Taken> _, AdminResult.NobodyListens<AdminCall.Taken> _ ->
          false;
    };
  }

  private static Effect effect(AdminResult<AdminCall.Taken> result) {
    return switch (result) {
      case AdminResult.Answered<AdminCall.Taken> _ -> Effect.DONE;
      case AdminResult.Status<AdminCall.Taken>(int code) ->
          code >= 400 && code < 500 ? Effect.REFUSED : Effect.RETRY;
      case AdminResult.NobodyListens<AdminCall.Taken> _,
          AdminResult.TimedOut<AdminCall.Taken> _,
          AdminResult.Broken<AdminCall.Taken> _ ->
          Effect.RETRY;
    };
  }
}
