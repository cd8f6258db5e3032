package io.ebbgate.core.drain;

import java.util.OptionalLong;

/**
 * How Envoy's admin interface answers.
 *
 * @param everAnswered since the drain began, or before it
 * @param lastAnswerAt when it last did; the drain's beginning where it never did
 * @param failed polls without any answer since the last one
 * @param goneSince since when every connection was refused
 * @param gone refused twice, 200 ms apart, after it had answered: Envoy has exited
 * @param calls polls so far
 * @param failures those without an answer
 */
record AdminContact(
    boolean everAnswered,
    long lastAnswerAt,
    int failed,
    OptionalLong goneSince,
    boolean gone,
    int calls,
    int failures) {
  /** Two refusals this far apart mean that the process has exited. */
  static final long GONE_AFTER = 200_000_000L;

  /** Without an answer for this long Envoy counts as silent. */
  static final long SILENT_AFTER = 1_000_000_000L;

  static AdminContact from(long at, boolean answeredBefore) {
    return new AdminContact(answeredBefore, at, 0, OptionalLong.empty(), false, 0, 0);
  }

  AdminContact answered(long at) {
    return new AdminContact(true, at, 0, OptionalLong.empty(), false, calls + 1, failures);
  }

  AdminContact failed(long at, Observation.Failure failure) {
    return switch (failure) {
      case CONNECTION_REFUSED -> {
        long since = goneSince.orElse(at);
        boolean nowGone = everAnswered && at - since >= GONE_AFTER;
        yield unanswered(OptionalLong.of(since), nowGone);
      }
      case NO_ANSWER -> unanswered(OptionalLong.empty(), false);
      // It answers, only not what was asked.
      case SLOW ->
          new AdminContact(true, at, 0, OptionalLong.empty(), false, calls + 1, failures + 1);
    };
  }

  private AdminContact unanswered(OptionalLong since, boolean nowGone) {
    return new AdminContact(
        everAnswered, lastAnswerAt, failed + 1, since, nowGone, calls + 1, failures + 1);
  }

  /** The last poll had no answer, and no other call either. */
  boolean failing() {
    return failed > 0;
  }

  /** One failed poll alone is no silence: looks may be seconds apart, and the deadline cuts one. */
  boolean silent(long at) {
    return failing() && (!everAnswered || (failed > 1 && at - lastAnswerAt >= SILENT_AFTER));
  }
}
