package io.ebbgate.sidecar.drain;

import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.sidecar.watch.EnvoyWatch;
import java.util.OptionalLong;

/** The Envoy of the drain that is over, as long as it is there. */
final class DrainedEnvoy {
  private final Ticker ticker;
  private final EnvoyWatch watch;

  /** When it was last known to be there still. */
  private OptionalLong sameAt = OptionalLong.empty();

  DrainedEnvoy(Ticker ticker, EnvoyWatch watch) {
    this.ticker = ticker;
    this.watch = watch;
  }

  void drainEnded() {
    sameAt = OptionalLong.empty();
  }

  /**
   * Whether the drain that is over answers this command: only if the same Envoy is there, or the
   * one of a deletion has exited. One poll is proof for all commands that arrived before it, so
   * that many of them don't wait for each other.
   *
   * @param deadline of the poll, in nanoseconds of the ticker
   */
  boolean answers(Command command, boolean deletion, long deadline) {
    if (sameAt.isPresent() && command.at() - sameAt.getAsLong() <= 0) {
      return true;
    }
    long began = ticker.nanos();
    boolean same =
        switch (watch.poll(deadline)) {
          case SAME -> !watch.replacedSinceDrain();
          case EXITED -> deletion;
          case REPLACED, SUCCEEDED, SILENT -> false;
        };
    sameAt = same ? OptionalLong.of(began) : OptionalLong.empty();
    return same;
  }
}
