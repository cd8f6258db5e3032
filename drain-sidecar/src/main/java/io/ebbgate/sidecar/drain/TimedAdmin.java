package io.ebbgate.sidecar.drain;

import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.sidecar.envoy.AdminCall;
import io.ebbgate.sidecar.envoy.AdminResult;
import io.ebbgate.sidecar.envoy.EnvoyAdmin;
import java.time.Duration;

/**
 * Envoy's admin interface where several calls together have one end.
 *
 * @param end in nanoseconds of the ticker
 */
record TimedAdmin(EnvoyAdmin admin, Ticker ticker, long end) implements EnvoyAdmin {
  @Override
  public <T> AdminResult<T> call(AdminCall<T> call) {
    long left = end - ticker.nanos();
    return left > 0
        ? admin.call(call.within(Duration.ofNanos(left)))
        : new AdminResult.TimedOut<>();
  }
}
