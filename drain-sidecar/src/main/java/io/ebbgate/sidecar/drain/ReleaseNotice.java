package io.ebbgate.sidecar.drain;

import io.ebbgate.core.config.ReleaseCall;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.drain.DrainPhase.Released;
import io.ebbgate.core.verdict.Trigger;
import io.ebbgate.sidecar.envoy.AdminCall;
import io.ebbgate.sidecar.envoy.AdminResult;
import io.ebbgate.sidecar.envoy.EnvoyAdmin;
import io.ebbgate.sidecar.log.JsonLog;
import io.ebbgate.sidecar.log.LogKeys;

/**
 * Tells a program beside Envoy that the drain is over, just before the kubelet stops it: Istio's
 * agent then exits at once instead of draining for five seconds more.
 *
 * @param program that is called, as Envoy's admin interface is
 */
public record ReleaseNotice(ReleaseCall call, EnvoyAdmin program, JsonLog log) {
  /** Where the gateway is stopped next. It takes half a second at most, of the budget's margin. */
  void send(Released released) {
    if (released.terms().trigger() == Trigger.CONTROL
        || released.outcome() == Outcome.PROXY_EXITED) {
      return;
    }
    AdminResult<AdminCall.Taken> result =
        program.call(AdminCall.post(call.path()).within(AdminCall.SHORT));
    log.info("release call made", LogKeys.ACTION, call.path(), LogKeys.RESULT, result.wireName());
  }
}
