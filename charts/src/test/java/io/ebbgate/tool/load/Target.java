package io.ebbgate.tool.load;

import io.ebbgate.core.lifecycle.Ticker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Where requests go, and where their endings are recorded.
 *
 * @param limit of an answer, from the sending of its request
 * @param session how long a session lasts
 */
record Target(
    InetSocketAddress address, Duration limit, Duration session, Ticker ticker, Ledger ledger) {
  Connection connect(Kind kind) throws IOException {
    return new Connection(kind.transport().open(address, limit), ticker);
  }

  /** The end of waiting for an answer to a request sent at that time. */
  long deadline(long sent) {
    return sent + limit.toNanos();
  }

  /** Records that a request ended now. */
  void ended(Kind kind, String pod, long intended, long sent, Ending ending) {
    ledger.add(new Exchange(kind, pod, intended, sent, ticker.nanos(), ending));
  }
}
