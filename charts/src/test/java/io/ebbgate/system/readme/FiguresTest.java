package io.ebbgate.system.readme;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Figures of the documentation are found by the link to their record. */
class FiguresTest {
  private static final Path SITE = Path.of(System.getProperty("ebbgate.root"), "charts/src/site");
  private static final Pattern FIGURE = Pattern.compile("\\d{1,3}(?: \\d{3})+|\\d+");

  private final List<String> lines = DocsPage.all().flatMap(page -> page.text().lines()).toList();

  FiguresTest() throws IOException {}

  /** Its table, with the lines about load and environment around it. */
  @Test
  void showsTheRecordedComparison() throws IOException {
    assertThat(lines).containsSubsequence(lines("comparison.md"));
  }

  @Test
  void showsTheRecordedHardLoad() throws IOException {
    assertThat(lines).containsSubsequence(lines("hard-load.md"));
  }

  private static List<String> lines(String record) throws IOException {
    return Files.readAllLines(SITE.resolve(record)).stream()
        .filter(line -> !line.isEmpty())
        .toList();
  }

  /** What has an end is kept, and what has none is counted as its clients count it. */
  @Test
  void claimsNoMoreThanTheRecordOfTheHardLoad() throws IOException {
    JsonNode own =
        record("hard-load.json")
            .path("results")
            .valueStream()
            .filter(each -> each.path("drain").asText().equals("Ebbgate"))
            .findFirst()
            .orElseThrow();

    assertThat(own.path("failed").asLong(-1)).isZero();
    assertThat(own.path("verdicts"))
        .hasSize(2)
        .allSatisfy(verdict ->
            assertThat(verdict.path("connections_at_end"))
                .isEqualTo(verdict.path("cut_as_clients_saw")));
  }

  @Test
  void hasTheFiguresOfTheRecordedSoak() throws IOException {
    assertThat(figures("soak.json"))
        .contains(numbers(record("soak.json"), "requests", "drains", "failed"));
  }

  @Test
  void hasTheFiguresOfWatchingManyPods() throws IOException {
    JsonNode record = record("many-pods.json");

    assertThat(figures("many-pods.json"))
        .contains(numbers(record, "pods", "createdPerSecond", "deletedPerSecond"))
        .contains(Math.round(record.path("moreBytes").asLong() / 1e6));
  }

  @Test
  void hasTheFiguresOfReportingAShorterGrace() throws IOException {
    JsonNode alone = record("shorter-grace.json");
    JsonNode busy = record("shorter-grace-cluster.json").path("busy");

    assertThat(alone.path("toldMostMillis").asLong()).isLessThan(200);
    assertThat(figures("shorter-grace.json"))
        .contains(numbers(alone, "toldMedianMillis", "toldMostMillis", "deletions"));
    assertThat(figures("shorter-grace-cluster.json"))
        .contains(numbers(busy, "requestsPerSecond"))
        .contains(medianAndMost(busy.path("toldMillis")))
        .contains(medianAndMost(busy.path("hookMillis")))
        .contains((long) busy.path("toldMillis").size());
  }

  @Test
  void hasTheFiguresOfAnsweringTheHookAfterTheLastWork() throws IOException {
    JsonNode record = record("early-end.json");

    assertThat(record.path("medianMillis").asLong()).isLessThanOrEqualTo(250);
    assertThat(figures("early-end.json"))
        .contains(
            numbers(record, "drains", "medianMillis", "p90Millis", "p99Millis", "mostMillis"));
  }

  @Test
  void hasTheFiguresOfTheSidecarsBenchmark() throws IOException {
    JsonNode record = record("sidecar-bench.json");
    JsonNode starts = record.path("starts");

    assertThat(starts.at("/sidecar/medianMillis").asLong()).isLessThanOrEqualTo(120);
    assertThat(figures("sidecar-bench.json"))
        .contains(numbers(starts, "runs"))
        .contains(numbers(starts.path("sidecar"), "medianMillis", "p90Millis"))
        .contains(numbers(starts.path("emptyJava"), "medianMillis"));
    for (JsonNode drain : record.path("drains")) {
      assertThat(figures("sidecar-bench.json"))
          .contains(
              megabytes(drain.at("/most/residentBytes")),
              megabytes(drain.at("/most/anonymousBytes")));
    }
  }

  /** Through a drain of one listener. */
  @Test
  void keepsToTheMemoryOfTheSidecarsBenchmark() throws IOException {
    JsonNode most = record("sidecar-bench.json").at("/drains/0/most");

    assertThat(most.path("residentBytes").asLong(Long.MAX_VALUE)).isLessThanOrEqualTo(48_000_000);
    assertThat(most.path("anonymousBytes").asLong(Long.MAX_VALUE)).isLessThanOrEqualTo(18_000_000);
  }

  @Test
  void hasTheFiguresOfOtherProjectsDrainPrograms() throws IOException {
    JsonNode rivals = record("sidecar-bench.json").path("rivals");

    assertThat(rivals.findValuesAsText("name")).containsExactly("Envoy Gateway", "Contour");
    for (JsonNode rival : rivals) {
      assertThat(figures("sidecar-bench.json"))
          .contains(numbers(rival, "readyMillis"))
          .contains(
              megabytes(rival.at("/atRest/residentBytes")),
              megabytes(rival.at("/atRest/anonymousBytes")),
              megabytes(rival.at("/most/residentBytes")),
              megabytes(rival.at("/most/anonymousBytes")));
    }
  }

  @Test
  void hasTheFiguresOfReviewsUnderAttack() throws IOException {
    JsonNode attacks = record("attacks.json").path("attacks");

    assertThat(attacks.findValues("failed")).hasSize(6).allMatch(each -> each.asLong(-1) == 0);
    assertThat(figures("attacks.json"))
        .contains(leastAndMost(attacks, "p99MillisBefore"))
        .contains(leastAndMost(attacks, "p99Millis"))
        .contains(leastAndMost(attacks, "reviews"));
  }

  @Test
  void hasTheFiguresOfAReplicasMemory() throws IOException {
    JsonNode record = record("reviews-soak.json");

    assertThat(record.path("failed").asLong(-1)).isZero();
    assertThat(figures("reviews-soak.json"))
        .contains(numbers(record, "reviews", "aSecond", "pods"))
        .contains(
            megabytes(record.at("/residentBytes/9")), megabytes(record.at("/anonymousBytes/9")));
  }

  @Test
  void hasTheFiguresOfAReview() throws IOException {
    JsonNode record = record("review-bench.json");
    JsonNode ours = turns(record, "webhook");
    JsonNode noOp = turns(record, "noOp");

    assertThat(record.at("/sustained/failed").asLong(-1)).isZero();
    assertThat(figures("review-bench.json"))
        .contains(numbers(record, "pods"))
        .contains(leastAndMost(ours, "p50Micros")[1], leastAndMost(noOp, "p50Micros")[1])
        .contains(leastAndMost(ours, "p99Micros"))
        .contains(leastAndMost(noOp, "p99Micros"))
        .contains(numbers(record.path("first"), "reviews"))
        .contains(Math.round(record.at("/first/p99Micros").asLong() / 1e3))
        .contains(record.at("/sustained/p50Micros").asLong() / 1_000_000)
        .contains(
            megabytes(record.path("residentBytesAtRest")),
            megabytes(record.path("residentBytesAfterSteady")),
            megabytes(record.path("residentBytesAtTheEnd")));
  }

  private static JsonNode turns(JsonNode record, String which) {
    ArrayNode turns = new ObjectMapper().createArrayNode();
    record.path("steady").forEach(each -> turns.add(each.path(which)));
    return turns;
  }

  @Test
  void hasTheTableOfUsersAtOnce() throws IOException {
    JsonNode record = record("review-bench.json");

    for (int i = 0; i < record.path("users").size(); i++) {
      assertThat(lines)
          .contains(
              "| %s | %s | %s |"
                  .formatted(
                      record.at("/users/%d/users".formatted(i)).asText(),
                      usersCells(record.at("/users/" + i)),
                      usersCells(record.at("/usersNoOp/" + i))));
    }
  }

  private static String usersCells(JsonNode users) {
    return "%,d | %d ms | %d ms"
        .formatted(
            users.path("aSecond").asLong(),
            Math.round(users.path("p50Micros").asLong() / 1e3),
            Math.round(users.path("p99Micros").asLong() / 1e3))
        .replace(',', ' ');
  }

  @Test
  void hasTheFiguresOfAGatewaysStart() throws IOException {
    JsonNode record = record("start.json");

    for (String style : List.of("without", "native", "classic")) {
      assertThat(figures("start.json")).contains(numbers(record.path(style), "medianMillis"));
    }
  }

  @Test
  void hasTheFiguresOfASwitchover() throws IOException {
    JsonNode record = record("switchover.json");

    assertThat(record.at("/others/failed").asLong(-1)).isZero();
    assertThat(figures("switchover.json")).contains(numbers(record, "writers", "idle"));
    for (JsonNode way : record.path("ways")) {
      assertThat(way.path("lost").asLong(-1)).isZero();
      assertThat(figures("switchover.json"))
          .contains(numbers(way, "p50Millis", "p99Millis", "maxMillis"));
    }
    for (JsonNode way : List.of(record.at("/ways/0"), record.at("/ways/2"))) {
      assertThat(figures("switchover.json")).contains(numbers(way, "idleSpanMillis"));
    }
  }

  @Test
  void hasTheFiguresOfOutages() throws IOException {
    JsonNode ways = record("switchover-outages.json").path("ways");

    assertThat(ways).hasSize(3);
    for (JsonNode way : ways) {
      assertThat(way.path("lost").asLong(-1)).isZero();
      assertThat(figures("switchover-outages.json")).contains(numbers(way, "p99Millis"));
    }
  }

  @Test
  void hasTheFiguresOfASwitchoverOfIstiosGateway() throws IOException {
    JsonNode record = record("switchover-istio.json");

    assertThat(record.path("lost").asLong(-1)).isZero();
    assertThat(figures("switchover-istio.json"))
        .contains(numbers(record, "writers", "p99Millis", "maxMillis"));
  }

  /** None was stuck, and each outcome has a name. */
  @Test
  void hasTheFiguresOfSwitchoversInWhichSomethingFails() throws IOException {
    JsonNode record = record("switchover-faults.json");
    long outcomes = record.path("outcomes").valueStream().mapToLong(FiguresTest::sum).sum();

    assertThat(outcomes)
        .isEqualTo(record.path("switchovers").asLong(-1))
        .isGreaterThanOrEqualTo(200);
    assertThat(figures("switchover-faults.json"))
        .contains(numbers(record, "switchovers"))
        .contains(outcomes - sum(record.at("/outcomes/NONE")));
  }

  private static long sum(JsonNode outcomes) {
    return outcomes.valueStream().mapToLong(JsonNode::asLong).sum();
  }

  @Test
  void hasTheFiguresOfATestOfAGateway() throws IOException {
    JsonNode record = record("gateway-test.json");

    assertThat(record.at("/ours/lost").asLong(-1)).isZero();
    assertThat(record.at("/ours/severed").asLong(-1)).isZero();
    assertThat(figures("gateway-test.json"))
        .contains(record.at("/no-hook/lost").asLong() + record.at("/no-hook/severed").asLong())
        .contains(numbers(record.path("sleep"), "severed"))
        .contains(numbers(record.path("ours"), "sent"));
  }

  @Test
  void hasTheFiguresOfTheCommandLine() throws IOException {
    JsonNode record = record("command-line.json");

    assertThat(figures("command-line.json")).contains(numbers(record, "runs", "workloads"));
    assertThat(record.path("helpClassesOutsideTheCache").asLong(-1)).isZero();
    for (String command :
        List.of("runtimeAlone", "help", "explain", "helpOfTheJar", "explainOfTheJar", "audit")) {
      assertThat(figures("command-line.json"))
          .contains(numbers(record.path(command), "medianMillis"));
    }
  }

  private static Long[] leastAndMost(JsonNode records, String field) {
    LongSummaryStatistics all =
        records.findValues(field).stream().mapToLong(JsonNode::asLong).summaryStatistics();
    return new Long[] {all.getMin(), all.getMax()};
  }

  private static long megabytes(JsonNode bytes) {
    return Math.round(bytes.asLong() / 1e6);
  }

  private static JsonNode record(String file) throws IOException {
    return new ObjectMapper().readTree(SITE.resolve(file).toFile());
  }

  private static Long[] numbers(JsonNode record, String... names) {
    return Stream.of(names).map(name -> record.path(name).asLong()).toArray(Long[]::new);
  }

  private static Long[] medianAndMost(JsonNode values) {
    long[] sorted = values.valueStream().mapToLong(JsonNode::asLong).sorted().toArray();
    return LongStream.of(sorted[sorted.length / 2], sorted[sorted.length - 1])
        .boxed()
        .toArray(Long[]::new);
  }

  /** The numbers in the paragraphs that link to a record. */
  private static Set<Long> figures(String record) throws IOException {
    return DocsPage.withOthers()
        .flatMap(page -> Stream.of(page.text().split("\n\n", -1)))
        .filter(paragraph -> paragraph.contains("charts/src/site/" + record + ")"))
        .map(paragraph -> paragraph.replace('\n', ' '))
        .flatMap(paragraph -> FIGURE.matcher(paragraph).results())
        .map(MatchResult::group)
        .map(figure -> Long.valueOf(figure.replace(" ", "")))
        .collect(Collectors.toSet());
  }
}
