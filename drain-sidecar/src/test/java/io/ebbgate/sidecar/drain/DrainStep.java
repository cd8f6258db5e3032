package io.ebbgate.sidecar.drain;

import io.ebbgate.sidecar.drain.ScriptedEnvoy.Fault;
import java.time.Duration;
import java.util.Optional;

/** What may happen to a sidecar and its Envoy. */
sealed interface DrainStep {
  record Pass(Duration time) implements DrainStep {}

  /** The gateway's hook, whose connection has waited this long. */
  record Hook(Duration waited) implements DrainStep {}

  record Terminating() implements DrainStep {}

  record Control() implements DrainStep {}

  record CallOff() implements DrainStep {}

  record Sigterm() implements DrainStep {}

  record Deadline(Duration grace) implements DrainStep {}

  record Rejected() implements DrainStep {}

  /** The caller that has waited longest closes its connection. */
  record HangUp() implements DrainStep {}

  /** The sidecar's process is killed, and started again. */
  record Crash() implements DrainStep {}

  /** A path of the admin interface, or all of it, has a fault. */
  record Broken(Optional<String> path, Fault fault) implements DrainStep {}

  record Slow(Duration time) implements DrainStep {}

  record Healed() implements DrainStep {}

  record EnvoyRestarted() implements DrainStep {}

  record Load(int connections, int requests) implements DrainStep {}

  /** The gauge of requests says this while there are neither requests nor connections. */
  record Gauge(String text) implements DrainStep {}

  /** LDS adds a listener that has so many requests at once. */
  record Listener(int requests) implements DrainStep {}

  record WallClock(Duration by) implements DrainStep {}
}
