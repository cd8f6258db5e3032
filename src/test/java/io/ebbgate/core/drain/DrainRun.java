package io.ebbgate.core.drain;

import io.ebbgate.core.drain.DrainPhase.Closing;
import io.ebbgate.core.drain.DrainPhase.Holding;
import io.ebbgate.core.drain.DrainPhase.Released;
import io.ebbgate.core.verdict.DrainRecord;
import io.ebbgate.core.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs a whole drain in no time: the loop of the sidecar around an invented Envoy. What was seen,
 * asked and decided is kept for the test to look at.
 */
final class DrainRun {
  /** The Envoy of a test. */
  interface World {
    /** What a poll at this time finds. */
    Observation poll(long now);

    /** What comes of an action. */
    default Observation.Effect take(AdminAction action, long now) {
      return Observation.Effect.DONE;
    }

    /** Something else that happens at this time. */
    default Optional<Observation> event(long now) {
      return Optional.empty();
    }

    /** What comes of closing connections by force; nothing where they can't be listed. */
    default Optional<Observation.ForceClosed> close(Closing phase, long now) {
      return Optional.empty();
    }

    /** How long a poll takes. */
    default Duration callTime(long now) {
      return Duration.ofMillis(1);
    }
  }

  record Step(long at, DrainPhase phase) {}

  record SentAction(long at, AdminAction action) {}

  private static final int MOST_STEPS = 20_000;

  final List<Step> steps = new ArrayList<>();
  final List<SentAction> asked = new ArrayList<>();
  private final World world;

  private DrainRun(World world) {
    this.world = world;
  }

  static DrainRun of(DrainTerms terms, World world) {
    return of(new DrainPhase.Serving().announce(terms, true), world);
  }

  static DrainRun of(Holding first, World world) {
    DrainRun run = new DrainRun(world);
    run.drain(first);
    return run;
  }

  private void drain(Holding first) {
    DrainPhase phase = first;
    long now = first.terms().startedAt();
    while (phase instanceof Holding holding) {
      if (steps.size() > MOST_STEPS) {
        throw new AssertionError("the drain does not end: " + phase);
      }
      phase = once(holding, now);
      steps.add(new Step(now, phase));
      if (phase instanceof Holding still) {
        now = DrainRules.nextLook(still, now, now, world.callTime(now));
      }
    }
  }

  private DrainPhase once(Holding holding, long now) {
    DrainPhase phase = holding;
    Optional<Observation> event = world.event(now);
    if (event.isPresent()) {
      phase = DrainRules.next(holding, event.get());
    }
    if (phase instanceof Holding asking) {
      phase = actAll(asking, now);
    }
    if (phase instanceof Holding polling) {
      phase = DrainRules.next(polling, world.poll(now));
    }
    phase = phase instanceof Holding asking ? actAll(asking, now) : phase;
    if (phase instanceof Closing closing && ForceCloseRules.applies(closing)) {
      return world.close(closing, now).map(seen -> DrainRules.next(closing, seen)).orElse(closing);
    }
    return phase;
  }

  private DrainPhase actAll(Holding holding, long now) {
    DrainPhase phase = holding;
    for (int tries = 0; tries < AdminAction.values().length; tries++) {
      if (!(phase instanceof Holding asking)) {
        return phase;
      }
      Optional<AdminAction> due = ActionRules.due(asking, now);
      if (due.isEmpty()) {
        return phase;
      }
      asked.add(new SentAction(now, due.get()));
      Observation.Effect effect = world.take(due.get(), now);
      phase = DrainRules.next(asking, new Observation.Acted(now, due.get(), effect));
    }
    return phase;
  }

  Released released() {
    return (Released) steps.getLast().phase();
  }

  Verdict verdict() {
    return DrainVerdict.of(released(), Instant.EPOCH);
  }

  DrainRecord record() {
    return verdict().drain().orElseThrow();
  }

  Duration hold() {
    return record().timing().hold();
  }

  List<AdminAction> actions() {
    return asked.stream().map(SentAction::action).distinct().toList();
  }

  Duration askedAt(AdminAction action) {
    return asked.stream()
        .filter(call -> call.action() == action)
        .findFirst()
        .map(call -> Duration.ofNanos(call.at()))
        .orElseThrow(() -> new AssertionError("never asked for " + action + ": " + asked));
  }
}
