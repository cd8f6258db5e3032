package io.ebbgate.sidecar.drain;

import io.ebbgate.sidecar.envoy.AdminCall;
import io.ebbgate.sidecar.envoy.AdminResult;
import io.ebbgate.sidecar.envoy.EnvoyAdmin;
import java.util.function.BooleanSupplier;

/**
 * Envoy's admin interface as the drain's thread uses it: whatever is under way is left as soon as
 * something urgent was asked, since several slow calls together may take seconds.
 */
final class HurriedAdmin implements EnvoyAdmin {
  /** What was under way was left; nothing is wrong. */
  static final class LeftException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LeftException() {
      super("something urgent was asked", null, false, false);
    }
  }

  private final EnvoyAdmin admin;
  private final BooleanSupplier urgent;

  HurriedAdmin(EnvoyAdmin admin, BooleanSupplier urgent) {
    this.admin = admin;
    this.urgent = urgent;
  }

  @Override
  public <T> AdminResult<T> call(AdminCall<T> call) {
    if (urgent.getAsBoolean()) {
      throw new LeftException();
    }
    AdminResult<T> result = admin.call(call.unless(urgent));
    if (result instanceof AdminResult.TimedOut<T> && urgent.getAsBoolean()) {
      throw new LeftException();
    }
    return result;
  }
}
