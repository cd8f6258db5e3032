package io.ebbgate.core.config;

import static java.util.Objects.requireNonNull;

/** One mistake in a configuration: which setting, what it was, what is allowed. */
public record ConfigProblem(String setting, String found, String allowed) {
  public ConfigProblem {
    requireNonNull(setting);
    requireNonNull(found);
    requireNonNull(allowed);
  }

  /** One sentence for people: {@code EBBGATE_ADMIN is "x"; allowed is host:port.} */
  public String sentence() {
    return setting + " is " + found + "; allowed is " + allowed + ".";
  }
}
