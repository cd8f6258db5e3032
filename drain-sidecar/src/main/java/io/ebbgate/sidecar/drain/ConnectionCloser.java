package io.ebbgate.sidecar.drain;

import io.ebbgate.core.drain.DrainPhase.Closing;
import io.ebbgate.core.drain.Observation;
import java.util.Optional;

/** Closes connections of a drain's listeners by force. */
@FunctionalInterface
interface ConnectionCloser {
  /** Closes those that are due; empty where none may be, or where they could not be listed. */
  Optional<Observation.ForceClosed> close(Closing phase);
}
