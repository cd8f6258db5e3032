package io.ebbgate.core.config;

import java.util.Arrays;
import java.util.Optional;

/** Which connections the kernel closes when a drain ends with some left. */
public enum ForceClose {
  /** None: they are cut when the gateway exits. */
  OFF,
  /** Those of listeners that aren't all HTTP. */
  TCP,
  /** Those of every listener. */
  ALL;

  /** For messages: what may be written. */
  public static final String ALLOWED = "off, tcp or all";

  /** The value as it is written, {@code tcp}. */
  public String wireName() {
    return switch (this) {
      case OFF -> "off";
      case TCP -> "tcp";
      case ALL -> "all";
    };
  }

  /** The value of that name. */
  public static Optional<ForceClose> named(String word) {
    return Arrays.stream(values()).filter(each -> each.wireName().equals(word)).findFirst();
  }
}
