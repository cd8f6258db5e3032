package io.ebbgate.sidecar.envoy;

/** Envoy's admin interface. */
@FunctionalInterface
public interface EnvoyAdmin {
  /** Makes one call; returns within its time limit and throws nothing. */
  <T> AdminResult<T> call(AdminCall<T> call);
}
