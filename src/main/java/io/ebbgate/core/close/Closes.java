package io.ebbgate.core.close;

/**
 * What one request has closed.
 *
 * @param first of the connections that were there at the first reading
 * @param later of those that came after it
 * @param working of both, that may have had something in flight
 * @param at when the last of the first was closed, in nanoseconds of the ticker
 */
public record Closes(long first, long later, long working, long at) {
  static Closes none(long at) {
    return new Closes(0, 0, 0, at);
  }

  /** Both. */
  public long total() {
    return first + later;
  }

  Closes plus(Closes more) {
    return new Closes(
        first + more.first,
        later + more.later,
        working + more.working,
        more.first > 0 ? more.at : at);
  }
}
