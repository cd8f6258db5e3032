package io.ebbgate.sidecar.drain;

import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The waiters for the program's exit, which SIGTERM requests, and when it is due. */
final class ExitWaiters {
  /** A classic sidecar often gets SIGTERM some milliseconds before its gateway's hook. */
  static final Duration HOOK_WAIT = Duration.ofSeconds(2);

  private final SidecarStyle style;
  private final List<CompletableFuture<Verdict>> waiters = new ArrayList<>();
  private long dueAt;
  private boolean completed;

  ExitWaiters(SidecarStyle style) {
    this.style = style;
  }

  /** Adds a waiter; only the first SIGTERM determines when the exit is due. */
  void add(Command.Stop stop) {
    if (waiters.isEmpty()) {
      dueAt = stop.at() + (immediate() ? 0 : HOOK_WAIT.toNanos());
    }
    waiters.add(stop.answer());
  }

  /** Whether SIGTERM came. */
  boolean requested() {
    return !waiters.isEmpty();
  }

  /** A native sidecar gets SIGTERM once the gateway has exited or the grace period is over. */
  boolean immediate() {
    return style == SidecarStyle.NATIVE;
  }

  /** Whether the exit is due if no drain runs. */
  boolean due(long now) {
    return open() && now - dueAt >= 0;
  }

  /** The earlier of {@code next} and the time at which the exit is due. */
  long dueOr(long next) {
    return open() && dueAt - next < 0 ? dueAt : next;
  }

  private boolean open() {
    return requested() && !completed;
  }

  /** The program may exit. */
  void complete(Verdict verdict) {
    completed = true;
    waiters.forEach(waiter -> waiter.complete(verdict));
  }
}
