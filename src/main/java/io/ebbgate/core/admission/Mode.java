package io.ebbgate.core.admission;

import io.ebbgate.core.contract.WireName;
import java.util.Arrays;
import java.util.Optional;

/** What is done to a gateway pod. */
public enum Mode {
  /** Sidecar and blocking hook. */
  AGENT,
  /** The kubelet's own sleep, no sidecar. */
  SLEEP,
  /** The product's own drain settings only. */
  ENV,
  /** Nothing, but said. */
  REPORT,
  /** Nothing. */
  OFF;

  /** For messages: what may be written. */
  public static final String ALLOWED = "agent, sleep, env, report or off";

  public String wireName() {
    return WireName.of(this);
  }

  public static Optional<Mode> named(String word) {
    return Arrays.stream(values()).filter(mode -> mode.wireName().equals(word)).findFirst();
  }
}
