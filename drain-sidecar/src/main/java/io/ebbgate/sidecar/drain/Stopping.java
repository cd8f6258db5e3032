package io.ebbgate.sidecar.drain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The program's own end: who waits for it, and until when a hook may still come. */
final class Stopping {
  /** In half of the runs an ordinary sibling's SIGTERM comes before the hook, by milliseconds. */
  static final Duration HOOK_WAIT = Duration.ofSeconds(2);

  private final StopKind kind;
  private final List<CompletableFuture<Report>> waiting = new ArrayList<>();
  private long first;
  private boolean over;

  Stopping(StopKind kind) {
    this.kind = kind;
  }

  /** SIGTERM; a second one changes nothing. */
  void asked(Ask.Stop stop) {
    if (waiting.isEmpty()) {
      first = stop.at();
    }
    waiting.add(stop.answer());
  }

  boolean asked() {
    return !waiting.isEmpty();
  }

  /** Asked for, and nobody was told yet that it may come. */
  boolean open() {
    return asked() && !over;
  }

  /** The end is due, whether a drain runs or not. */
  boolean now() {
    return asked() && kind == StopKind.NATIVE;
  }

  /** The end is due, where no drain runs. */
  boolean due(long now) {
    return open() && now - hookWaitedFor() >= 0;
  }

  /** The earlier one of this and of when the end is due. */
  long sooner(long next) {
    return open() && hookWaitedFor() - next < 0 ? hookWaitedFor() : next;
  }

  /** When the end is due where no hook has come. */
  private long hookWaitedFor() {
    return switch (kind) {
      case NATIVE -> first;
      case CLASSIC -> first + HOOK_WAIT.toNanos();
    };
  }

  /** The program may end. */
  void done(Report report) {
    over = true;
    waiting.forEach(answer -> answer.complete(report));
  }
}
