package io.ebbgate.system.rival;

import io.ebbgate.system.demo.Environment;
import java.time.Instant;

/** Where and of what something was measured. */
public record Surroundings(
    Environment environment, String kernel, String kubernetes, Instant date) {
  /** In a line. */
  String line() {
    return "%d cores, Linux %s, Kubernetes %s, Envoy %s, JDK %s, commit %s, %s"
        .formatted(
            environment.cores(),
            kernel,
            kubernetes,
            environment.envoy(),
            environment.jdk(),
            environment.commit(),
            date.toString().substring(0, 10));
  }
}
