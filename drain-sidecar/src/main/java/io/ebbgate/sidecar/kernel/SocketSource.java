package io.ebbgate.sidecar.kernel;

import io.ebbgate.core.verdict.CountSource;
import java.io.IOException;

/** Where the kernel's sockets are read. */
interface SocketSource {
  CountSource name();

  /**
   * Gives each established socket that may be a listener's to the tally.
   *
   * @param end when to give up, on the ticker
   * @throws IOException if not all could be read
   */
  void read(ListenerFilter filter, SocketTally tally, long end) throws IOException;
}
