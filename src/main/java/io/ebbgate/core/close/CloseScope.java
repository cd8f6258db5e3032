package io.ebbgate.core.close;

import java.time.Duration;
import java.util.List;

/**
 * Which connections of a listener are meant.
 *
 * @param peers only those of clients with an address in one of these; of all without any
 * @param age only those that are at least so old
 * @param shared what else uses the listener's port may be hit as well
 */
public record CloseScope(List<PeerRange> peers, Duration age, boolean shared) {
  /** All connections of the listener, and of nothing else. */
  public static final CloseScope ALL = new CloseScope(List.of(), Duration.ZERO, false);

  public CloseScope {
    peers = List.copyOf(peers);
  }

  /** Whether a connection of a client with this address is meant, if it is old enough. */
  public boolean covers(long peerHigh, long peerLow) {
    if (peers.isEmpty()) {
      return true;
    }
    for (PeerRange range : peers) {
      if (range.contains(peerHigh, peerLow)) {
        return true;
      }
    }
    return false;
  }
}
