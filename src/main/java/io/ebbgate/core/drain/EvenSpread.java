package io.ebbgate.core.drain;

/** Closes connections evenly over a time, so that their clients don't come back all at once. */
public final class EvenSpread {
  private EvenSpread() {}

  /**
   * How many are to be closed now; all that are open once the time is over.
   *
   * @param begin of the time, and its end, in nanoseconds of the ticker
   * @param closed so far
   * @param open that may be closed
   */
  public static long due(long begin, long end, long now, long closed, long open) {
    if (now - end >= 0) {
      return open;
    }
    double part = Math.max(0, now - begin) / (double) (end - begin);
    return Math.clamp((long) Math.ceil((closed + open) * part) - closed, 0, open);
  }
}
