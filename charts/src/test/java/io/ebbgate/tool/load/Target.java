package io.ebbgate.tool.load;

import io.ebbgate.core.lifecycle.Ticker;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Where requests go, how long one may take from its sending, how long a session is, and where its
 * end is written.
 */
record Target(
    InetSocketAddress address, Duration limit, Duration session, Ticker ticker, Ledger ledger) {
  /** The end of waiting for an answer to a request sent at that time. */
  long deadline(long sent) {
    return sent + limit.toNanos();
  }

  /** Writes down that a request ended now. */
  void ended(Kind kind, String pod, long intended, long sent, Ending ending) {
    ledger.add(new Exchange(kind, pod, intended, sent, ticker.nanos(), ending));
  }
}
