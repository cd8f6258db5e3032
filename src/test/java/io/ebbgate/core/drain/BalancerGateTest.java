package io.ebbgate.core.drain;

import static io.ebbgate.core.drain.DrainTesting.IDLE;
import static io.ebbgate.core.drain.DrainTesting.reading;
import static io.ebbgate.core.drain.DrainTesting.s;
import static io.ebbgate.core.drain.DrainTesting.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.drain.Observation.Answered;
import io.ebbgate.core.drain.Observation.Registration;
import io.ebbgate.core.verdict.Trigger;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A load balancer that lets go of the pod long after its deletion, and says so. */
class BalancerGateTest {
  private static final DrainSettings SETTINGS =
      settings(
          Map.of(Setting.HOLD_UNTIL, "condition=example.com/pod", Setting.DRAIN_TIMEOUT, "120s"));

  private static DrainTerms terms(Trigger trigger) {
    return DrainTesting.terms(trigger, SETTINGS, Duration.ofSeconds(150));
  }

  /** New connections come once a second as long as the balancer has the pod. */
  private static final class Balancer implements DrainRun.World {
    private final long until;
    private final long heardAfter;
    private long told = -1;

    Balancer(long until, long heardAfter) {
      this.until = until;
      this.heardAfter = heardAfter;
    }

    @Override
    public Observation poll(long now) {
      long came = Math.min(now, until) * 3 / s(7);
      return new Answered(now, reading(0, 0, 9 + came, 20 + came));
    }

    @Override
    public Optional<Observation> event(long now) {
      long news = now >= until + heardAfter ? 1 : 0;
      boolean isNews = news > told;
      told = news;
      return isNews ? Optional.of(new Registration(now, news == 0)) : Optional.empty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 45, 90})
  void endsTheAnnouncingWithinASecondOfItsSignal(int seconds) {
    Balancer balancer = new Balancer(s(seconds), s(0));

    DrainRun run = DrainRun.of(terms(Trigger.DELETION), balancer);

    Duration announcing = DrainRulesTest.lasted(run, "announcing");
    assertThat(announcing)
        .isBetween(Duration.ofSeconds(seconds), Duration.ofSeconds(seconds).plusSeconds(1));
    assertThat(run.verdict().outcome()).isEqualTo(Outcome.CLEAN);
    assertThat(run.hold()).isLessThan(Duration.ofSeconds(seconds).plusSeconds(1));
    assertThat(run.askedAt(AdminAction.STOP_LISTENERS))
        .as("no new connection is refused while the balancer has the pod")
        .isGreaterThanOrEqualTo(Duration.ofSeconds(seconds));
    assertThat(run.record().plan().notes()).anyMatch(note -> note.contains("let go of the pod"));
  }

  @Test
  void doesNotHoldPastTheBudgetAndSaysThatTheSignalDidNotCome() {
    DrainRun run = DrainRun.of(terms(Trigger.DELETION), new Balancer(s(500), s(0)));

    assertThat(run.hold()).isLessThanOrEqualTo(Duration.ofMinutes(2));
    assertThat(DrainRulesTest.lasted(run, "announcing")).isGreaterThan(Duration.ofSeconds(114));
    assertThat(run.record().plan().notes()).anyMatch(note -> note.contains("had not let go"));
  }

  @Test
  void keepsTheMinimumAloneWhereNothingIsHeard() {
    DrainRun run = DrainRun.of(terms(Trigger.DELETION), IDLE);

    assertThat(run.hold()).isBetween(Duration.ofSeconds(5), Duration.ofMillis(5_500));
    assertThat(run.record().plan().notes()).anyMatch(note -> note.startsWith("Nothing was heard"));
  }

  @Test
  void keepsTheMinimumThoughItLetGoAtOnce() {
    DrainRun run = DrainRun.of(terms(Trigger.DELETION), new Balancer(0, 0));

    assertThat(run.hold()).isBetween(Duration.ofSeconds(5), Duration.ofMillis(5_500));
  }

  @Test
  void doesNotHoldAProbesRestart() {
    DrainRun run = DrainRun.of(terms(Trigger.RESTART), new Balancer(s(5), s(100)));

    assertThat(DrainRulesTest.lasted(run, "announcing")).isLessThan(Duration.ofSeconds(9));
  }

  /** Two observers may report in any order. */
  @Test
  void doesNotComeBackOnceItHasLetGo() {
    BalancerGate gate =
        BalancerGate.unknown(0)
            .observe(new Registration(s(1), true))
            .observe(new Registration(s(2), false))
            .observe(new Registration(s(3), true));

    assertThat(gate).isEqualTo(new BalancerGate(BalancerGate.State.RELEASED, s(2)));
  }
}
