package io.ebbgate.sidecar.kernel;

import io.ebbgate.core.drain.SocketCounts;

/** The outcome of one reading of the kernel's sockets. */
public sealed interface SocketReading {
  /** It answered. */
  record Counted(SocketCounts counts) implements SocketReading {}

  /** It did not, and why in one sentence: nothing is known of any connection. */
  record Unknown(String cause) implements SocketReading {}
}
