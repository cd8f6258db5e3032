package io.ebbgate.sidecar.drain;

import io.ebbgate.core.drain.DrainPhase;
import io.ebbgate.core.drain.Reading;

/** Is told what happens, on the drain's own thread: must not wait. */
public interface Witness {
  /** A phase began; {@code from} lasted so long. */
  void moved(DrainPhase from, DrainPhase to, java.time.Duration lasted);

  /** Envoy told what is left, of a drain or not. */
  void read(Reading reading);

  /** A drain ended, or the program did without one. */
  void ended(Report report);

  /** A failed health check that an earlier run of this program left behind was taken back. */
  void recovered();
}
