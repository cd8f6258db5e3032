package io.ebbgate.webhook.audit;

import static java.util.Objects.requireNonNull;

/**
 * What a finding is seen by.
 *
 * @param path in the object, {@code spec.template.spec.containers[0].lifecycle.preStop}
 * @param value as text; of what is not set, {@code not set}
 */
public record Observation(String path, String value) {
  private static final String NOT_SET = "not set";

  public Observation {
    requireNonNull(path);
    requireNonNull(value);
  }

  /** A field that is not there. */
  static Observation absent(String path) {
    return new Observation(path, NOT_SET);
  }
}
