package io.ebbgate.sidecar.drain;

import io.ebbgate.core.drain.Plan;
import io.ebbgate.core.drain.Planner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Who waits for the drain's verdict, and for which of them a drain is about to begin. */
final class Callers {
  private final List<CompletableFuture<Report>> waiting = new ArrayList<>();
  private Optional<Arrival> arriving = Optional.empty();
  private boolean hooked;

  /** Waits for the drain that runs. */
  void join(Ask.Drain ask) {
    waiting.add(ask.answer());
    hooked |= ask.hook();
  }

  /** Waits for a drain that has yet to begin: many make one, a hook before the control port. */
  void arrive(Ask.Drain ask, Supplier<Plan> plan) {
    join(ask);
    if (arriving.filter(first -> first.ask().hook() || !ask.hook()).isEmpty()) {
      // Whatever becomes of the reading, a drain begins.
      arriving = Optional.of(new Arrival(ask, Planner.blind("it was not read yet")));
      arriving = Optional.of(new Arrival(ask, plan.get()));
    }
  }

  /** For whom a drain has to begin. */
  Optional<Arrival> arriving() {
    return arriving;
  }

  /** The drain of {@link #arriving} has begun. */
  void begun() {
    arriving = Optional.empty();
  }

  /** The kubelet waits. */
  boolean hooked() {
    return hooked;
  }

  /** Answers all; the next caller is of another drain. */
  void answer(Report report) {
    waiting.forEach(answer -> answer.complete(report));
    waiting.clear();
    arriving = Optional.empty();
    hooked = false;
  }
}
