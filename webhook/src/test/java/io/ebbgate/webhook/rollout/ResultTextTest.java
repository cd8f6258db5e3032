package io.ebbgate.webhook.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.webhook.load.Ending;
import io.ebbgate.webhook.load.Kind;
import io.ebbgate.webhook.rollout.TestResult.Second;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResultTextTest {
  private static final TestedWorkload GATEWAY =
      new TestedWorkload("Deployment", "edge", "gw", new ObjectMapper().createObjectNode());
  private static final TestResult LOST =
      TestResults.of(
          TestEnd.LOST,
          Duration.ofSeconds(15),
          TestResults.kind(Kind.KEEP_ALIVE, 7, Ending.REFUSED),
          TestResults.kind(Kind.WEBSOCKET, 0, Ending.CUT_IN_ANSWER, Ending.CUT_IN_ANSWER));

  @Test
  void hasALineForEachKindAndEachPod() {
    assertThat(ResultText.lines(LOST, GATEWAY, List.of()))
        .contains(
            "KIND         SENT   LOST   SEVERED   TOLD   P99 BEFORE   P99 IN ROLL",
            "keep_alive   11     1      0         7      1.0 s        -",
            "websocket    12     0      2         -      1.0 s        -",
            "POD    READY    DELETED   GONE     TOOK    VERDICT",
            "gw-a   before   +12.0s    +27.0s   15.0s   -");
  }

  @Test
  void namesTheKindsThatHadNoAnswer() {
    TestResult silent =
        TestResults.of(
            TestEnd.NOT_CLEAN,
            Duration.ofSeconds(15),
            TestResults.kind(Kind.KEEP_ALIVE, 0),
            KindResult.of(Kind.HTTP2, List.of(), 0, TestResults.SECOND));

    assertThat(ResultText.lines(silent, GATEWAY, List.of()).getLast())
        .contains("http2", "deployment/gw")
        .doesNotContain("keep_alive");
  }

  /** As where Envoy Gateway's default timeout of 15 s ends an answer of 20 s with 504. */
  @Test
  void hasAnotherCauseWhereAnswersHadAnotherStatus() {
    assertThat(lastLine(Ending.STATUS)).isNotEqualTo(lastLine(Ending.REFUSED));
    assertThat(lastLine(Ending.TIMEOUT)).isEqualTo(lastLine(Ending.REFUSED));
  }

  private static String lastLine(Ending lost) {
    TestResult result =
        TestResults.of(
            TestEnd.NOT_CLEAN, Duration.ofSeconds(15), TestResults.kind(Kind.LONG_ANSWER, 0, lost));
    return ResultText.lines(result, GATEWAY, List.of()).getLast();
  }

  @Test
  void fitsATerminalOf80ColumnsInTablesAndPicture() {
    TestResult kinds =
        TestResults.of(
            TestEnd.LOST,
            Duration.ofSeconds(15),
            TestResults.kind(Kind.NEW_CONNECTION, 12_345, Ending.REFUSED));

    assertThat(ResultText.lines(kinds, GATEWAY, List.of()))
        .filteredOn(line -> !line.endsWith("."))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
  }

  @Test
  void drawsWhatFailedInEachSecondAndWhereAPodWas() {
    List<String> picture = ResultPicture.lines(LOST);

    assertThat(picture.get(0)).isEqualTo("seconds            0");
    assertThat(picture.get(1)).isEqualTo("answered           █▄ ");
    assertThat(picture.get(2)).isEqualTo("failed              2#");
    assertThat(picture.get(3)).isEqualTo("gw-a               ━━━");
  }

  @Test
  void drawsALongTestInAtMostSixtyColumns() {
    TestResult all =
        new TestResult(
            TestEnd.NOTHING_LOST,
            List.of(),
            LOST.pods(),
            LOST.rollout(),
            Optional.empty(),
            Collections.nCopies(121, new Second(1, 0)),
            List.of());

    assertThat(ResultPicture.lines(all).get(1)).hasSizeLessThanOrEqualTo(79);
    assertThat(ResultPicture.lines(all).get(3)).contains("━▒", "▒");
  }

  @Test
  void isTheSameForPrograms() {
    JsonNode json = ResultJson.of(GATEWAY, "10.0.0.7:80", LOST, List.of("advice"));

    assertThat(json.path("result").asText()).isEqualTo("lost");
    assertThat(json.path("lost").asInt()).isEqualTo(1);
    assertThat(json.path("severed").asInt()).isEqualTo(2);
    assertThat(json.path("rolloutSeconds").asDouble()).isEqualTo(20);
    assertThat(json.at("/kinds/0/p99Before").asDouble()).isEqualTo(1);
    assertThat(json.at("/kinds/0/p99").isNull()).isTrue();
    assertThat(json.at("/kinds/1/causes/cut_in_answer").asInt()).isEqualTo(2);
    assertThat(json.at("/pods/0/verdict").isNull()).isTrue();
    assertThat(json.at("/advice/0").asText()).isEqualTo("advice");
  }
}
