package io.ebbgate.sidecar.kernel;

import java.util.Optional;

/**
 * What came of closing connections.
 *
 * @param idle closed by this, with nothing in flight as far as the kernel could tell
 * @param working closed by this, while they waited for an answer
 * @param failure why it stopped before all were closed, as a sentence's end
 */
public record ClosedSockets(long idle, long working, Optional<String> failure) {
  /** Closed by this. */
  public long total() {
    return idle + working;
  }
}
