package io.ebbgate.sidecar.envoy;

import io.ebbgate.core.lifecycle.Ticker;
import java.time.Duration;

/** Envoy's admin interface. */
@FunctionalInterface
public interface EnvoyAdmin {
  /** Makes one call; returns within its time limit and throws nothing. */
  <T> AdminResult<T> call(AdminCall<T> call);

  /**
   * The same interface with one deadline for several calls together.
   *
   * @param deadline in nanoseconds of the ticker
   */
  default EnvoyAdmin until(long deadline, Ticker ticker) {
    EnvoyAdmin admin = this;
    return new EnvoyAdmin() {
      @Override
      public <T> AdminResult<T> call(AdminCall<T> call) {
        long left = deadline - ticker.nanos();
        return left > 0
            ? admin.call(call.within(Duration.ofNanos(left)))
            : new AdminResult.TimedOut<>();
      }
    };
  }
}
