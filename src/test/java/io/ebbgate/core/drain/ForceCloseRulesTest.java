package io.ebbgate.core.drain;

import static io.ebbgate.core.drain.DrainTesting.reading;
import static io.ebbgate.core.drain.DrainTesting.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.drain.DrainPhase.Closing;
import io.ebbgate.core.testkit.Property;
import io.ebbgate.core.verdict.DrainRecord.ClosedByForce;
import io.ebbgate.core.verdict.Trigger;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ForceCloseRulesTest {
  private static final long BUCKET = Duration.ofMillis(500).toNanos();

  /** Clients that stay, each with a request that does not end or with none. */
  private static final class StayingClients implements DrainRun.World {
    private final Map<Long, Long> closedAt = new TreeMap<>();
    private final boolean working;
    private long open;

    StayingClients(long open, boolean working) {
      this.open = open;
      this.working = working;
    }

    @Override
    public Observation poll(long now) {
      return new Observation.Answered(now, reading(open, working ? open : 0, 9_000, 9_000));
    }

    @Override
    public Optional<Observation.ForceClosed> close(Closing phase, long now) {
      long due = ForceCloseRules.due(phase, now, open);
      long works = working ? open : 0;
      ClosedByForce closed =
          new ClosedByForce(due, 0, ForceCloseRules.working(phase, open, works, due, 0));
      open -= due;
      closedAt.merge(now / BUCKET, due, Long::sum);
      return Optional.of(new Observation.ForceClosed(now, closed, open, false));
    }
  }

  private static DrainTerms terms(Trigger trigger, String spread) {
    DrainSettings settings =
        DrainTesting.settings(Map.of(Setting.FORCE_CLOSE, "all", Setting.SPREAD, spread));
    return DrainTesting.terms(trigger, settings, Duration.ofSeconds(90));
  }

  @Test
  void closesWhatIsLeftEvenlyBeforeTheDeadline() {
    StayingClients clients = new StayingClients(1_000, true);

    DrainRun run = DrainRun.of(terms(Trigger.DELETION, "5s"), clients);

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.FORCED);
    assertThat(run.record().closed()).isEqualTo(new ClosedByForce(1_000, 0, 1_000));
    assertThat(run.hold()).isBetween(Duration.ofMillis(59_700), Duration.ofSeconds(60));
    assertThat(DrainRulesTest.lasted(run, "closing"))
        .isBetween(Duration.ofSeconds(5), Duration.ofMillis(5_250));
    // Ten whole buckets and two that were begun or ended in the middle.
    assertThat(clients.closedAt).hasSize(11);
    clients.closedAt.values().stream()
        .skip(1)
        .limit(9)
        .forEach(each -> assertThat(each).isBetween(90L, 110L));
  }

  @Test
  void closesIdleConnectionsAfterTheLingerAndCallsItLingered() {
    StayingClients clients = new StayingClients(100, false);

    DrainRun run = DrainRun.of(terms(Trigger.DELETION, "5s"), clients);

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.LINGERED);
    assertThat(run.record().closed()).isEqualTo(new ClosedByForce(100, 0, 0));
    // The linger of 10 s, and 5 s.
    assertThat(run.hold()).isBetween(Duration.ofMillis(14_800), Duration.ofMillis(15_800));
  }

  @Test
  void closesNothingAfterAProbesRestart() {
    StayingClients clients = new StayingClients(10, true);

    DrainRun run = DrainRun.of(terms(Trigger.RESTART, "5s"), clients);

    assertThat(run.record().closed()).isEqualTo(ClosedByForce.NONE);
    assertThat(run.verdict().outcome()).isEqualTo(Outcome.RESTART);
  }

  @Test
  void aLongSpreadTakesAtMostHalfTheHold() {
    StayingClients clients = new StayingClients(600, true);

    DrainRun run = DrainRun.of(terms(Trigger.DELETION, "10m"), clients);

    assertThat(run.record().closed().total()).isEqualTo(600);
    assertThat(DrainRulesTest.lasted(run, "closing"))
        .isBetween(Duration.ofMillis(29_700), Duration.ofSeconds(30));
  }

  @Test
  void goesOnWithoutWhereTheKernelRefuses() {
    DrainRun.World refusing =
        new DrainRun.World() {
          @Override
          public Observation poll(long now) {
            return new Observation.Answered(now, reading(5, 0, 9, 9));
          }

          @Override
          public Optional<Observation.ForceClosed> close(Closing phase, long now) {
            return Optional.of(new Observation.ForceClosed(now, ClosedByForce.NONE, 5, true));
          }
        };

    DrainRun run = DrainRun.of(terms(Trigger.DELETION, "20s"), refusing);

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.LINGERED);
    assertThat(run.hold()).isLessThan(Duration.ofSeconds(12));
  }

  @Test
  void waitsNoLongerThanTheSpreadForAKernelThatDoesNotAnswer() {
    DrainRun.World silent = now -> new Observation.Answered(now, reading(5, 0, 9, 9));

    DrainRun run = DrainRun.of(terms(Trigger.DELETION, "4s"), silent);

    assertThat(run.verdict().outcome()).isEqualTo(Outcome.LINGERED);
    assertThat(run.hold()).isBetween(Duration.ofSeconds(14), Duration.ofMillis(14_700));
  }

  /** Whatever comes and goes meanwhile, and however late the looks are. */
  @Test
  @Tag("random")
  void neverClosesMoreThanIsOpenAndAllAtTheEnd() {
    Property.holds(
        1_000,
        random -> {
          DrainTerms terms = terms(Trigger.DELETION, random.nextInt(20_000) + "ms");
          long since = random.nextLong(s(40));
          Closing phase = new DrainPhase.Serving().announce(terms, true).await(0).close(since);
          long open = random.nextInt(2_000);
          long most = open;
          long now = since;
          while (now - ForceCloseRules.end(phase) < 0) {
            long due = ForceCloseRules.due(phase, now, open);
            assertThat(due).isBetween(0L, open);
            double part = (now - since) / (double) (ForceCloseRules.end(phase) - since);
            long closed = phase.progress().forced().closed().total();
            assertThat(closed + due).isLessThanOrEqualTo((long) Math.ceil(most * part) + 1);
            open -= due;
            var seen = new Observation.ForceClosed(now, new ClosedByForce(0, due, 0), open, false);
            phase = phase.with(terms, phase.progress().observe(seen, terms));
            long came = random.nextInt(4) == 0 ? random.nextInt(20) : 0;
            open = Math.max(0, open + came - random.nextInt(3));
            most += came;
            now += random.nextLong(s(2)) + 1;
          }
          assertThat(ForceCloseRules.due(phase, now, open)).isEqualTo(open);
          assertThat(ForceCloseRules.end(phase))
              .isLessThanOrEqualTo(Math.max(since, terms.deadline()));
        });
  }
}
