package io.ebbgate.core.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.drain.DrainPhase.Unreachable;
import io.ebbgate.core.drain.Observation.Answered;
import io.ebbgate.core.testkit.Property;
import io.ebbgate.core.verdict.DrainRecord.Timing;
import io.ebbgate.core.verdict.PhaseTime;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What holds for every drain, whatever Envoy does. */
@Tag("random")
class DrainPropertyTest {
  private static final int RUNS = 1000;
  private static final List<String> ORDER = List.of("announcing", "waiting", "closing", "released");

  @Test
  void theDeadlineIsNeverPassed() {
    Property.holds(
        RUNS,
        random -> {
          DrainTerms terms = RandomWorld.terms(random);
          DrainRun run = DrainRun.of(terms, new RandomWorld(random));
          assertThat(run.hold()).isLessThanOrEqualTo(terms.budget().hold());
        });
  }

  @Test
  void aPhaseNeverGoesBack() {
    Property.holds(
        RUNS,
        random -> {
          DrainRun run = DrainRun.of(RandomWorld.terms(random), new RandomWorld(random));
          List<Integer> places =
              run.steps.stream().map(DrainRun.Step::phase).map(DrainPropertyTest::place).toList();
          assertThat(places).isSorted();
        });
  }

  @Test
  void unknownNeverEndsAWait() {
    Property.holds(
        RUNS,
        random -> {
          RandomWorld world = new RandomWorld(random);
          DrainTerms terms = RandomWorld.terms(random);
          DrainRun run = DrainRun.of(terms, world);
          Timing timing = run.record().timing();
          boolean early = timing.hold().compareTo(timing.budget()) < 0;
          if (early && Set.of(Outcome.CLEAN, Outcome.LINGERED).contains(run.verdict().outcome())) {
            assertThat(world.seen.getLast()).isInstanceOf(Answered.class);
            assertThat(idleFor(world.seen, terms.settings().exitConnections()))
                .isGreaterThanOrEqualTo(Duration.ofMillis(100));
          }
        });
  }

  @Test
  void theMinimumIsKeptWhateverTheReadingsSay() {
    Property.holds(
        RUNS,
        random -> {
          DrainTerms terms = RandomWorld.terms(random);
          DrainRun run = DrainRun.of(terms, new RandomWorld(random));
          Timing timing = run.record().timing();
          if (run.verdict().outcome() == Outcome.CLEAN && run.record().shrunk().isEmpty()) {
            Duration least = terms.settings().minDrain();
            Duration most = timing.budget();
            assertThat(timing.hold()).isGreaterThanOrEqualTo(min(least, most));
          }
        });
  }

  @Test
  void phaseTimesAddUpToTheHold() {
    Property.holds(
        RUNS,
        random -> {
          Timing timing =
              DrainRun.of(RandomWorld.terms(random), new RandomWorld(random)).record().timing();
          Duration sum =
              timing.phases().stream().map(PhaseTime::lasted).reduce(Duration.ZERO, Duration::plus);
          assertThat(sum).isEqualTo(timing.hold());
        });
  }

  @Test
  void shrinkingKeepsTheOrder() {
    Property.holds(
        RUNS,
        random -> {
          DrainSettings settings = RandomWorld.settings(random);
          Budget budget = Budget.ofDeletion(settings, Duration.ofMillis(random.nextInt(150_000)));
          boolean lingerLeft = budget.idleLinger().isPositive();
          boolean quietLeft = budget.quietPeriod().isPositive();
          boolean quietCut = budget.quietPeriod().compareTo(settings.quietPeriod()) < 0;
          boolean minimumCut = budget.minDrain().compareTo(settings.minDrain()) < 0;
          assertThat(lingerLeft && (quietCut || minimumCut)).isFalse();
          assertThat(quietLeft && minimumCut).isFalse();
          assertThat(budget.minDrain().plus(budget.quietPeriod()).plus(budget.idleLinger()))
              .isLessThanOrEqualTo(budget.hold());
        });
  }

  private static int place(DrainPhase phase) {
    return phase instanceof Unreachable lost
        ? ORDER.indexOf(lost.from().wireName())
        : ORDER.indexOf(phase.wireName());
  }

  /** How long the last unbroken run of readings known to be done lasted. */
  private static Duration idleFor(List<Observation> seen, long exit) {
    int first = seen.size();
    while (first > 0
        && seen.get(first - 1) instanceof Answered(long _, Reading reading)
        && reading.done(exit)) {
      first--;
    }
    assertThat(first).isLessThan(seen.size());
    return Duration.ofNanos(seen.getLast().at() - seen.get(first).at());
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
