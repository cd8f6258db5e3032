package io.ebbgate.sidecar.drain;

import io.ebbgate.core.contract.WireName;
import java.util.Optional;

/** How the kubelet stops this sidecar. */
public enum StopKind {
  /** After the main containers: SIGTERM means that the gateway is gone, or the grace is over. */
  NATIVE,
  /** Together with the gateway: SIGTERM comes beside the hook, in half of the runs before it. */
  CLASSIC;

  /** What is allowed, as the end of a sentence. */
  public static final String ALLOWED = "native or classic";

  /** The word in the environment. */
  public String wireName() {
    return WireName.of(this);
  }

  /** The kind of that word. */
  public static Optional<StopKind> named(String word) {
    for (StopKind kind : values()) {
      if (kind.wireName().equals(word)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
