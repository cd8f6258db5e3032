package io.ebbgate.sidecar.drain;

import io.ebbgate.sidecar.envoy.AdminCall;
import io.ebbgate.sidecar.envoy.AdminResult;
import io.ebbgate.sidecar.envoy.EnvoyAdmin;
import java.util.function.BooleanSupplier;

/**
 * Envoy's admin interface for the drain thread: a call is abandoned as soon as an urgent command
 * arrives, since several slow calls together may take seconds.
 */
record PreemptibleAdmin(EnvoyAdmin admin, BooleanSupplier urgent) implements EnvoyAdmin {
  /** A call was abandoned for an urgent command; not an error. */
  static final class PreemptedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PreemptedException() {
      super("abandoned for an urgent command", null, false, false);
    }
  }

  @Override
  public <T> AdminResult<T> call(AdminCall<T> call) {
    if (urgent.getAsBoolean()) {
      throw new PreemptedException();
    }
    AdminResult<T> result = admin.call(call.unless(urgent));
    if (result instanceof AdminResult.TimedOut<T> && urgent.getAsBoolean()) {
      throw new PreemptedException();
    }
    return result;
  }
}
