package io.ebbgate.sidecar.report;

import io.ebbgate.core.context.ContextChange;
import io.ebbgate.core.context.DrainContexts;
import io.ebbgate.core.context.ListenerInventory;
import io.ebbgate.core.drain.DrainPhase;
import io.ebbgate.core.drain.Reading;
import io.ebbgate.core.drain.Restrictions;
import io.ebbgate.core.verdict.Verdict;
import java.time.Duration;
import java.util.List;

/** Gets the events of the drain thread, on that thread: must not block. */
public interface DrainListener {
  /** The phase changed; {@code from} lasted this long. */
  void phaseChanged(DrainPhase from, DrainPhase to, Duration lasted);

  /** Envoy was polled, in a drain or not; unknown if it did not answer. */
  void polled(Reading reading);

  /** A drain ended, or the program exits without one. */
  void drainEnded(Verdict verdict);

  /** What this Envoy doesn't do for a drain is known. */
  default void probed(Restrictions restrictions) {}

  /** It is known how many of the statistics that a drain counts by Envoy does not keep. */
  default void statisticsProbed(int absent) {}

  /** The listeners were read by a config dump, this time or an earlier one. */
  default void listed(ListenerInventory inventory) {}

  /**
   * Drain contexts changed.
   *
   * @param now all of them
   * @param at in nanoseconds of the ticker
   */
  default void contextsChanged(DrainContexts now, List<ContextChange> changes, long at) {}

  /**
   * When Envoy has to be polled next while no drain runs.
   *
   * @param usual when it would be anyway, in nanoseconds of the ticker
   */
  default long nextLook(long usual) {
    return usual;
  }

  /** A health check that an earlier run had failed was restored. */
  void readinessRestored();
}
