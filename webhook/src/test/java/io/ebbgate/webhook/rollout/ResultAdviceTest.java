package io.ebbgate.webhook.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.webhook.load.Ending;
import io.ebbgate.webhook.load.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResultAdviceTest {
  private static final Duration DRAIN = Duration.ofSeconds(15);

  private static List<String> advice(KindResult... kinds) {
    return ResultAdvice.of(TestResults.of(TestEnd.LOST, DRAIN, kinds), Optional.empty());
  }

  @Test
  void isSilentWhereNothingWasLost() {
    assertThat(advice(TestResults.kind(Kind.KEEP_ALIVE, 1))).isEmpty();
  }

  @Test
  void comparesLongWorkWithTheTimeThatItsPodHad() {
    assertThat(advice(TestResults.kind(Kind.LONG_ANSWER, 0, Ending.CUT_UNANSWERED)))
        .singleElement()
        .asString()
        .contains("long_answer", "1.0s", "15.0s");
  }

  @Test
  void hasALineForEachCauseThatTheAuditDoesNotExplain() {
    assertThat(
            advice(
                TestResults.kind(
                    Kind.KEEP_ALIVE, 0, Ending.REFUSED, Ending.CUT_IN_ANSWER, Ending.STATUS)))
        .hasSize(3);
    assertThat(advice(TestResults.kind(Kind.KEEP_ALIVE, 0, Ending.TIMEOUT))).hasSize(1);
  }

  @Test
  void saysWhatWasNotTested() {
    TestResult quick =
        TestResults.of(TestEnd.NOTHING_LOST, DRAIN, TestResults.kind(Kind.KEEP_ALIVE, 0));
    TestResult work =
        TestResults.of(TestEnd.NOTHING_LOST, DRAIN, TestResults.kind(Kind.LONG_ANSWER, 0));

    assertThat(ResultAdvice.untested(quick)).isPresent();
    assertThat(ResultAdvice.untested(work)).isEmpty();
  }
}
