package io.ebbgate.core.close;

/**
 * The connections that a request covers, at one reading of the kernel's sockets.
 *
 * @param remaining that were there at the first reading too
 * @param working of those, that may have something in flight
 * @param later that came after it
 * @param came of those, that were not there at the reading before
 */
public record ConnectionCounts(long remaining, long working, long later, long came) {
  /** Before the first reading. */
  public static final ConnectionCounts NONE = new ConnectionCounts(0, 0, 0, 0);
}
