package io.ebbgate.sidecar.watch;

import io.ebbgate.core.drain.Plan;
import io.ebbgate.core.drain.Reading;

/** Adds what is known of the counted listeners' sockets to a reading. */
@FunctionalInterface
public interface SocketView {
  /** The reading with the sockets, or as it was where nothing is known of them. */
  Reading add(Reading reading, Plan plan);
}
