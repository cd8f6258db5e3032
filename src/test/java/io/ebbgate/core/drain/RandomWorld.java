package io.ebbgate.core.drain;

import io.ebbgate.core.config.CloseListeners;
import io.ebbgate.core.config.ForceClose;
import io.ebbgate.core.config.HoldUntil;
import io.ebbgate.core.config.StopOrder;
import io.ebbgate.core.drain.Observation.Answered;
import io.ebbgate.core.drain.Observation.Effect;
import io.ebbgate.core.drain.Observation.Failed;
import io.ebbgate.core.drain.Observation.Failure;
import io.ebbgate.core.testkit.Property;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.core.verdict.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** An Envoy that does anything: comes, goes, hangs, forgets, refuses. What it did is kept. */
final class RandomWorld implements DrainRun.World {
  private final RandomGenerator random;
  private final double failing;
  private final double knowing;
  private final double busy;
  final List<Observation> seen = new ArrayList<>();
  private long accepted;
  private long answered;

  RandomWorld(RandomGenerator random) {
    this.random = random;
    this.failing = random.nextBoolean() ? 0 : random.nextDouble();
    this.knowing = random.nextBoolean() ? 1 : random.nextDouble();
    this.busy = random.nextDouble();
  }

  @Override
  public Observation poll(long now) {
    Observation observation = random.nextDouble() < failing ? failure(now) : answer(now);
    seen.add(observation);
    return observation;
  }

  @Override
  public Effect take(AdminAction action, long now) {
    return Property.oneOf(random, List.of(Effect.values()));
  }

  @Override
  public Optional<Observation> event(long now) {
    if (random.nextInt(50) > 0) {
      return Optional.empty();
    }
    Duration grace = Duration.ofMillis(random.nextInt(90_000));
    return Optional.of(
        switch (random.nextInt(4)) {
          case 0 -> new Observation.Shortened(now, grace);
          case 1 -> new Observation.Planned(now, DrainTesting.immediatePlan());
          case 2 -> new Observation.Registration(now, random.nextBoolean());
          default -> new Observation.Elapsed(now);
        });
  }

  @Override
  public Duration callTime(long now) {
    return Duration.ofMillis(random.nextInt(600));
  }

  private Observation failure(long now) {
    return new Failed(
        now, random.nextInt(20) == 0 ? Failure.CONNECTION_REFUSED : Failure.NO_ANSWER);
  }

  private Observation answer(long now) {
    boolean working = random.nextDouble() < busy;
    long requests = working ? random.nextInt(5) : 0;
    accepted += working ? random.nextInt(4) : 0;
    answered += requests;
    long connections = requests + (working ? random.nextInt(5) : 0);
    return new Answered(
        now,
        new Reading(
            maybe(connections),
            maybe(requests),
            maybe(random.nextInt(3) == 0 ? connections - requests : 0),
            maybe(accepted),
            maybe(answered),
            Optional.empty()));
  }

  private Count maybe(long value) {
    return random.nextDouble() < knowing ? Count.of(value) : Count.unknown("left out");
  }

  static DrainSettings settings(RandomGenerator random) {
    return new DrainSettings(
        upTo(random, 120),
        upTo(random, 20),
        upTo(random, 10),
        upTo(random, 30),
        new HoldUntil.Condition("a", false),
        upTo(random, 30),
        random.nextBoolean() ? Optional.empty() : Optional.of(upTo(random, 60)),
        random.nextBoolean() ? 0 : random.nextDouble() * 10,
        closing(random),
        random.nextInt(3),
        random.nextBoolean() ? Optional.empty() : Optional.of(upTo(random, 100)),
        Property.oneOf(random, List.of(ForceClose.values())),
        upTo(random, 20),
        upTo(random, 10),
        order(random.nextInt(6)));
  }

  private static StopOrder order(int containers) {
    return new StopOrder(
        IntStream.range(0, containers)
            .mapToObj(i -> new StopOrder.Stop("c" + i, new StopOrder.Endpoint.Port(9000 + i)))
            .toList());
  }

  static DrainTerms terms(RandomGenerator random) {
    DrainSettings settings = settings(random);
    Trigger trigger = Property.oneOf(random, List.of(Trigger.values()));
    DrainTerms terms = DrainTesting.terms(trigger, settings, upTo(random, 150));
    Plan plan =
        switch (random.nextInt(3)) {
          case 0 -> Planner.blind("no answer");
          case 1 -> DrainTesting.gradualPlan();
          default -> terms.plan();
        };
    return new DrainTerms(
        trigger,
        random.nextLong(),
        settings,
        terms.budget(),
        plan,
        List.of(),
        upTo(random, 20),
        List.of(),
        false);
  }

  private static CloseListeners closing(RandomGenerator random) {
    return switch (random.nextInt(3)) {
      case 0 -> new CloseListeners.Never();
      case 1 -> new CloseListeners.After(upTo(random, 60));
      default -> new CloseListeners.AtEnd();
    };
  }

  private static Duration upTo(RandomGenerator random, int seconds) {
    return Duration.ofMillis(random.nextInt(seconds * 1000 + 1));
  }
}
