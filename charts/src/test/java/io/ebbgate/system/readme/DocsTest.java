package io.ebbgate.system.readme;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.ProductSettings;
import io.ebbgate.core.admission.Profile.Treatment;
import io.ebbgate.core.admission.Reason;
import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.contract.WireName;
import io.ebbgate.tool.chart.Constants;
import io.ebbgate.tool.prometheus.Scrape;
import io.ebbgate.tool.prometheus.Scrape.Family;
import io.ebbgate.webhook.profile.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tables are found by their header on any page, figures by the link to their record. */
class DocsTest {
  private static final Path ROOT = Path.of(System.getProperty("ebbgate.root"));
  private static final Path SITE = ROOT.resolve("charts/src/site");
  private static final int LONGEST_README = 150;
  private static final Pattern FIGURE = Pattern.compile("\\d{1,3}(?: \\d{3})+|\\d+");

  private final String text =
      DocsPage.all().map(DocsPage::text).collect(Collectors.joining("\n\n"));
  private final List<String> lines = text.lines().toList();

  DocsTest() throws IOException {}

  @Test
  void beginsWithAPageThatIsReadInTwoMinutes() throws IOException {
    assertThat(Files.readAllLines(ROOT.resolve("README.md")))
        .hasSizeLessThanOrEqualTo(LONGEST_README);
  }

  @Test
  void listsEverySettingAsTheCodeHasIt() {
    assertThat(table("| setting |"))
        .isEqualTo(
            Stream.of(Setting.values())
                .map(setting ->
                    "| `%s` | %s | %s | %s |"
                        .formatted(
                            setting.wireName(),
                            setting.fallback().isEmpty() ? "—" : setting.fallback(),
                            setting.meaning(),
                            setting.kind().allowed()))
                .toList());
  }

  @Test
  void namesEveryOutcomeOfADrain() {
    assertThat(text)
        .contains(Stream.of(Outcome.values()).map(each -> code(each.wireName())).toList());
  }

  @Test
  void givesTheOrderOfTheDecisionAsTheCodeHasIt() {
    List<String> order = new ArrayList<>();
    for (Reason reason : Reason.values()) {
      order.add(
          "%d. %s: %s".formatted(order.size() + 1, code(reason.wireName()), reason.sentence()));
    }

    assertThat(lines).filteredOn(line -> line.matches("\\d+\\. `[a-z_]+`: .*")).isEqualTo(order);
  }

  /** All but its last column, which no code knows. */
  @Test
  void listsEveryProfileAsItsFileHasIt() {
    assertThat(table("| profile | treatment |"))
        .map(row -> row.substring(0, row.lastIndexOf(" | ")))
        .isEqualTo(
            Profiles.builtIn().stream()
                .map(profile ->
                    "| %s | %s | %s | %s | %s"
                        .formatted(
                            code(profile.name()),
                            WireName.of(profile.treatment()).replace('_', '-'),
                            profile.treatment() == Treatment.EXCLUDE ? "—" : code(profile.admin()),
                            settings(profile.sets(Mode.AGENT)),
                            settings(profile.sets(Mode.ENV))))
                .toList());
  }

  private static String settings(ProductSettings sets) {
    String all =
        Stream.of(
                sets.env().entrySet().stream()
                    .map(each -> each.getKey() + "=" + each.getValue().value())
                    .sorted(),
                sets.annotations().keySet().stream().sorted(),
                sets.options().entrySet().stream()
                    .map(each -> each.getKey() + " " + each.getValue())
                    .sorted())
            .flatMap(each -> each)
            .map(DocsTest::code)
            .collect(Collectors.joining(", "));
    return all.isEmpty() ? "—" : all;
  }

  /** As the programs describe their metrics in the recorded scrapes. */
  @Test
  void listsEveryMetricAsTheProgramsHaveIt() throws IllegalAccessException {
    List<String> names = new ArrayList<>(Constants.of(MetricNames.class));
    names.remove(MetricNames.PREFIX);
    List<String> rows =
        Stream.of("sidecar", "webhook")
            .map(Scrape::recorded)
            .flatMap(scrape ->
                names.stream()
                    .filter(scrape.families()::containsKey)
                    .map(name -> row(name, scrape)))
            .toList();

    assertThat(
            Stream.of("| metric of the sidecar |", "| metric of the webhook |")
                .flatMap(header -> table(header).stream()))
        .containsExactlyElementsOf(rows);
    assertThat(rows).map(row -> row.split("`", 3)[1]).containsAll(names);
  }

  private static String row(String metric, Scrape scrape) {
    Family family = Objects.requireNonNull(scrape.families().get(metric));
    String help = family.help();
    Set<String> samples = Set.of(metric, metric + "_bucket", metric + "_count", metric + "_sum");
    String labels =
        scrape.samples().stream()
            .filter(sample -> samples.contains(sample.name()))
            .flatMap(sample -> sample.labels().keySet().stream())
            // Every histogram has this one.
            .filter(label -> !label.equals("le"))
            .distinct()
            .sorted()
            .map(DocsTest::code)
            .collect(Collectors.joining(", "));
    return "| %s | %s | %s | %s |"
        .formatted(
            code(metric),
            family.type(),
            labels,
            help.endsWith(".") ? help.substring(0, help.length() - 1) : help);
  }

  @Test
  void listsEveryAlertAsTheRulesHaveIt() throws IOException {
    List<String> rows = new ArrayList<>();
    try (Stream<Path> files = Files.list(ROOT.resolve("charts/ebbgate/rules"))) {
      for (Path file : files.sorted().toList()) {
        for (JsonNode group : new YAMLMapper().readTree(file.toFile()).path("groups")) {
          group
              .path("rules")
              .valueStream()
              .filter(rule -> rule.has("alert"))
              .map(DocsTest::row)
              .forEach(rows::add);
        }
      }
    }

    assertThat(table("| alert |")).isEqualTo(rows);
  }

  private static String row(JsonNode alert) {
    return "| %s | %s | %s |"
        .formatted(
            code(alert.path("alert").asText()),
            alert.at("/labels/severity").asText(),
            alert.at("/annotations/summary").asText());
  }

  @Test
  void namesEveryRowOfTheDashboard() throws IOException {
    JsonNode dashboard =
        new ObjectMapper()
            .readTree(ROOT.resolve("charts/ebbgate/dashboards/ebbgate.json").toFile());

    assertThat(table("| row |"))
        .map(line -> line.split(" \\| ", -1)[0].substring(2))
        .isEqualTo(
            dashboard
                .path("panels")
                .valueStream()
                .filter(panel -> panel.path("type").asText().equals("row"))
                .map(row -> row.path("title").asText())
                .toList());
  }

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

  @Test
  void hasTheFiguresOfReviewsUnderAttack() throws IOException {
    JsonNode attacks = record("attacks.json").path("attacks");

    assertThat(attacks.findValues("failed")).hasSize(6).allMatch(each -> each.asLong(-1) == 0);
    assertThat(figures("attacks.json"))
        .contains(leastAndMost(attacks, "p99MillisBefore"))
        .contains(leastAndMost(attacks, "p99Millis"))
        .contains(leastAndMost(attacks, "reviews"));
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

  /** The rows of the first table whose header starts with this. */
  private List<String> table(String header) {
    int from =
        lines.indexOf(
            lines.stream().filter(line -> line.startsWith(header)).findFirst().orElse(header));
    assertThat(from).as("a page has a table " + header).isNotNegative();
    return lines.subList(from + 2, lines.size()).stream()
        .takeWhile(line -> line.startsWith("| "))
        .toList();
  }

  private static String code(String word) {
    return '`' + word + '`';
  }
}
