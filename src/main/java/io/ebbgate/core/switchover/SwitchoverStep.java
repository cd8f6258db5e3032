package io.ebbgate.core.switchover;

import java.time.Duration;
import java.util.List;

/** What is done next; then the facts are gathered again. */
public sealed interface SwitchoverStep {
  /**
   * What becomes of connections that may have something in flight.
   *
   * @param limit how long they are left alone until they are quiet
   * @param spare whether they are then too
   */
  record Quiet(Duration limit, boolean spare) {}

  /**
   * Closes the listener's connections at these pods, and new ones as they come.
   *
   * @param from when they begin, all at once, in nanoseconds of the ticker
   * @param end when they end, whatever becomes of the caller
   * @param quiet what becomes of connections that work
   */
  record KeepClosed(List<String> pods, long from, long end, Quiet quiet)
      implements SwitchoverStep {}

  /** Starts the operator's command. */
  record RunCommand() implements SwitchoverStep {}

  /** Lets clients in again at these pods. */
  record LetIn(List<String> pods) implements SwitchoverStep {}

  /** Closes once more what is there at these pods, and keeps nothing out. */
  record CloseAgain(List<String> pods, Quiet quiet) implements SwitchoverStep {}

  /** Evicts this pod, where its disruption budget allows it now. */
  record Evict(String pod) implements SwitchoverStep {}

  /** Nothing, until then at the latest, in nanoseconds of the ticker. */
  record Await(long until) implements SwitchoverStep {}

  /** Nothing more; clients are let in at each pod. */
  record Ended(SwitchoverEnd end) implements SwitchoverStep {}
}
