package io.ebbgate.sidecar.kernel;

/**
 * Whether a connection works: data moves on it, or it waits for an answer. That it waits is judged
 * by when its last data came in, its last data went out and its last acknowledgement came. Each is
 * in milliseconds ago, in steps of the kernel's clock (1, 4 or 10 ms), and counts from the
 * connection's beginning where there was none.
 *
 * <p>Data that came in last is a request: it waits. But two things look like one for a moment:
 *
 * <ul>
 *   <li>An answer within one step of the clock. Where the client's acknowledgement came in a later
 *       step, it was of an answer; a request would have carried it.
 *   <li>What an HTTP/2 client sends when it has read an answer: {@code WINDOW_UPDATE} (Go's client
 *       after each body of 4 KiB or more), {@code SETTINGS} with {@code ACK}. It comes soon after
 *       the answer, as does the next request of a client that does not wait in between.
 * </ul>
 *
 * So data that came in soon after the last answer waits only while it is not older than {@link
 * #UNDECIDED}.
 *
 * <p>It can't tell: that one of several HTTP/2 requests is answered and another one not, since data
 * went out last; that a protocol has no answers at all (its connections wait for ever); what a
 * client that sent {@code WINDOW_UPDATE} late did. Envoy's statistics can, where it keeps them.
 */
final class WorkRule {
  /** Milliseconds after an answer in which a client may still have to do with it. */
  static final long SOON = 1_000;

  /** Milliseconds for which that may be a request. */
  static final long UNDECIDED = 30_000;

  /**
   * Milliseconds between two pieces of what goes on. So a download in pieces works however often it
   * is looked at: a look between two of them is no other than one at the next.
   */
  static final long MOVING = 250;

  private WorkRule() {}

  /** For any connection: whether data moved so short a time ago that more may follow. */
  static boolean moves(boolean everMoved, long idle) {
    return everMoved && idle < MOVING;
  }

  /** For a connection on which data came in. */
  static boolean waits(boolean everSent, long sinceReceived, long sinceSent, long sinceAck) {
    if (!everSent) {
      return true;
    }
    if (sinceSent < sinceReceived) {
      return false;
    }
    if (sinceSent == sinceReceived && sinceAck < sinceReceived) {
      return false;
    }
    return sinceSent - sinceReceived > SOON || sinceReceived < UNDECIDED;
  }
}
