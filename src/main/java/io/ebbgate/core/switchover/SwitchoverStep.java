package io.ebbgate.core.switchover;

import java.time.Duration;
import java.util.List;

/** What is done next; then the facts are gathered again. */
public sealed interface SwitchoverStep {
  /**
   * Closes the listener's connections at these pods, and new ones as they come.
   *
   * @param from when they begin, all at once, in nanoseconds of the ticker
   * @param end when they end, whatever becomes of the caller
   * @param waitQuiet how long connections that work are left alone; where that is until the end,
   *     they are then too
   */
  record KeepClosed(List<String> pods, long from, long end, Duration waitQuiet)
      implements SwitchoverStep {}

  /** Starts the operator's command. */
  record RunCommand() implements SwitchoverStep {}

  /** Lets clients in again at these pods. */
  record LetIn(List<String> pods) implements SwitchoverStep {}

  /**
   * Closes once more what is there at these pods.
   *
   * @param keep how long new ones are closed too
   * @param waitQuiet how long connections that work are left alone; at its end too, unless nothing
   *     is kept out
   */
  record CloseAgain(List<String> pods, Duration keep, Duration waitQuiet)
      implements SwitchoverStep {}

  /** Evicts this pod, where its disruption budget allows it now. */
  record Evict(String pod) implements SwitchoverStep {}

  /** Nothing, until then at the latest, in nanoseconds of the ticker. */
  record Await(long until) implements SwitchoverStep {}

  /** Nothing more; clients are let in at each pod. */
  record Ended(SwitchoverEnd end) implements SwitchoverStep {}
}
