package io.ebbgate.core.close;

/** What is next for a request that runs. */
public sealed interface CloseStep {
  /**
   * Closes now.
   *
   * @param remaining at most so many of those that were there first
   * @param later at most so many of those that came after
   */
  record Close(long remaining, long later) implements CloseStep {}

  /** Reads the sockets again then, in nanoseconds of the ticker. */
  record Pause(long until) implements CloseStep {}

  /** It is over. */
  record Ended(CloseEnd end) implements CloseStep {}
}
