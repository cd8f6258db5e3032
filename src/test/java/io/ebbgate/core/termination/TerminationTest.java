package io.ebbgate.core.termination;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.verdict.Verdict;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TerminationTest {
  private static final PodIdentity POD = new PodIdentity("uid", "shop", "a-1", "Deployment", "a");

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void isTheSidecarsFinalVerdict(Outcome outcome) {
    Termination end = end(Optional.of(Verdicts.of(outcome)), false, true);

    assertThat(end.verdict()).contains(Verdicts.of(outcome));
  }

  @Test
  void isKilledWithAProvisionalVerdict() {
    Termination end = end(Optional.of(Verdicts.provisional(Outcome.FORCED)), false, true);

    assertThat(end).isInstanceOf(Termination.Killed.class);
    assertThat(end.verdict()).contains(Verdicts.of(Outcome.KILLED));
  }

  @ParameterizedTest
  @CsvSource({"false, true, LOST", "true, true,", "false, false,", "true, false,"})
  void isLostWithoutAVerdictIfItServedAndHadAGracePeriod(
      boolean forced, boolean served, @Nullable Outcome outcome) {
    Termination end = end(Optional.empty(), forced, served);

    assertThat(end.verdict()).isEqualTo(Optional.ofNullable(outcome).map(Verdict::withoutDrain));
  }

  @Test
  void isTheVerdictAlsoOfAPodThatWasDeletedByForce() {
    Termination end = end(Optional.of(Verdicts.of(Outcome.FORCED)), true, false);

    assertThat(end.verdict()).contains(Verdicts.of(Outcome.FORCED));
  }

  private static Termination end(Optional<Verdict> verdict, boolean forced, boolean served) {
    return Termination.of(
        new PodHistory(POD, served, true, forced, verdict, SidecarNews.NONE, false), false);
  }
}
