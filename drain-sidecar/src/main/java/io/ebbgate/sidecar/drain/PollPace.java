package io.ebbgate.sidecar.drain;

import io.ebbgate.core.drain.DrainPhase.Holding;
import io.ebbgate.core.drain.DrainRules;
import java.time.Duration;

/** How long a drain's polls take, and so when the next one is due. */
final class PollPace {
  /** A poll that takes more times as long as the one before it may be an exception. */
  private static final int TIMES = 4;

  /** When the last poll began. */
  private long polledAt;

  private Duration last = Duration.ZERO;
  private Duration before = Duration.ZERO;
  private boolean exceptionBefore;

  /** The first poll is due at once. */
  PollPace(long now) {
    polledAt = now;
  }

  /** A poll that began then has had its answer, or has none. */
  void polled(long began, long ended) {
    exceptionBefore = isException();
    before = last;
    polledAt = began;
    last = Duration.ofNanos(ended - began);
  }

  /** The last poll goes on: asking the kernel is a part of it. */
  void prolonged(long nanos) {
    last = last.plusNanos(nanos);
  }

  boolean isDue(Holding phase, long now) {
    return now - DrainRules.nextPoll(phase, polledAt, usual()) >= 0;
  }

  /** When to look at Envoy again, in nanoseconds of the ticker. */
  long nextLook(Holding phase, long now) {
    return DrainRules.nextLook(phase, now, polledAt, usual());
  }

  private Duration usual() {
    return isException() ? before : last;
  }

  /** Once is no rule: this process stood still, or asked the kernel for the first time. */
  private boolean isException() {
    return !exceptionBefore && last.toNanos() > before.toNanos() * TIMES;
  }
}
