package io.ebbgate.core.admission;

import io.ebbgate.core.contract.WireName;
import java.util.Arrays;
import java.util.Optional;

/** How the sidecar is part of the pod. */
public enum SidecarStyle {
  /** An init container that is restarted always: started before the gateway, stopped after it. */
  NATIVE,
  /** An ordinary container, for clusters before 1.29. */
  CLASSIC;

  /** For messages: what may be written. */
  public static final String ALLOWED = "native or classic";

  public String wireName() {
    return WireName.of(this);
  }

  public static Optional<SidecarStyle> named(String word) {
    return Arrays.stream(values()).filter(style -> style.wireName().equals(word)).findFirst();
  }
}
