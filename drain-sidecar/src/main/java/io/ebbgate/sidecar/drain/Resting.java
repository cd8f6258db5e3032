package io.ebbgate.sidecar.drain;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.drain.DrainPhase.Released;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.core.verdict.Trigger;
import java.util.OptionalLong;

/** After a drain: which Envoy it was of, and whose a hook is that comes late. */
final class Resting {
  private final EnvoyWatch watch;
  private final Ticker ticker;
  private int generation;
  private OptionalLong provenAt = OptionalLong.empty();

  Resting(EnvoyWatch watch, Ticker ticker) {
    this.watch = watch;
    this.ticker = ticker;
  }

  /** A drain is over. */
  void begin(Released released, boolean reborn) {
    // A process that replaced ours during the hold is served as a new one.
    generation = reborn ? -1 : watch.generation();
    provenAt = OptionalLong.empty();
    if (released.outcome() == Outcome.PROXY_EXITED && !reborn) {
      watch.exited();
    }
  }

  /** The process whose drain is over was replaced. */
  boolean replaced() {
    return watch.generation() != generation;
  }

  /**
   * Whether what is asked now was answered by the drain that is over: only where it is known that
   * the same Envoy is there, or that a deletion's is gone. One look is proof for all who asked
   * before it, so that many callers don't wait for each other.
   */
  boolean answers(Ask.Drain ask, Released released) {
    if (provenAt.isPresent() && ask.at() - provenAt.getAsLong() <= 0) {
      return true;
    }
    long began = ticker.nanos();
    boolean proven =
        switch (watch.look()) {
          case SAME -> !replaced();
          case GONE -> deletion(released);
          case REBORN, SILENT -> false;
        };
    provenAt = proven ? OptionalLong.of(began) : OptionalLong.empty();
    return proven;
  }

  /** The kubelet was told that this pod may go: there is no other hook to come. */
  static boolean deletion(Released released) {
    return released.terms().trigger() == Trigger.DELETION;
  }
}
