package io.ebbgate.system.readme;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.ebbgate.core.admission.Reason;
import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.Setting;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class ReadmeTest {
  private static final Path ROOT = Path.of(System.getProperty("ebbgate.root"));
  private static final Path SITE = ROOT.resolve("charts/src/site");
  private static final Path SCRAPES = ROOT.resolve("charts/src/test/resources/scrape");
  private static final Pattern PICTURE = Pattern.compile("!\\[[^\\]]+\\]\\(([^)]+)\\)");

  private final List<String> readme = Files.readAllLines(ROOT.resolve("README.md"));

  ReadmeTest() throws IOException {}

  @Test
  void listsEverySettingAsTheCodeHasIt() {
    List<String> rows =
        Arrays.stream(Setting.values())
            .map(setting ->
                "| `%s` | %s | %s | %s |"
                    .formatted(
                        setting.wireName(),
                        setting.fallback().isEmpty() ? "—" : setting.fallback(),
                        setting.meaning(),
                        setting.kind().allowed()))
            .toList();

    assertThat(section("## Settings")).filteredOn(line -> line.startsWith("| `")).isEqualTo(rows);
  }

  @Test
  void namesEveryOutcomeOfADrain() {
    String text = String.join(" ", section("## How a drain goes"));

    assertThat(Outcome.values())
        .allSatisfy(outcome -> assertThat(text).contains("`" + outcome.wireName() + "`"));
  }

  @Test
  void givesTheOrderOfTheDecisionAsTheCodeHasIt() {
    List<String> order = new ArrayList<>();
    for (Reason reason : Reason.values()) {
      order.add("%d. `%s`: %s".formatted(order.size() + 1, reason.wireName(), reason.sentence()));
    }

    assertThat(section("## How it is decided"))
        .filteredOn(line -> line.matches("\\d+\\. .*"))
        .isEqualTo(order);
  }

  /** As the programs tell of them in the recorded scrapes. */
  @Test
  void listsEveryMetricAsTheProgramsHaveIt() throws IOException, IllegalAccessException {
    List<String> names = new ArrayList<>();
    for (Field name : MetricNames.class.getDeclaredFields()) {
      if (!name.getName().equals("PREFIX")) {
        names.add((String) name.get(null));
      }
    }
    List<String> rows = new ArrayList<>(MetricTable.of(SCRAPES.resolve("sidecar.txt")).rows(names));
    rows.addAll(MetricTable.of(SCRAPES.resolve("webhook.txt")).rows(names));

    assertThat(section("## Metrics")).filteredOn(line -> line.startsWith("| `")).isEqualTo(rows);
    assertThat(rows).map(row -> row.split("`", 3)[1]).containsAll(names);
  }

  @Test
  void listsEveryAlertAsTheRulesHaveIt() throws IOException {
    List<String> rows = new ArrayList<>();
    try (Stream<Path> files = Files.list(ROOT.resolve("charts/ebbgate/rules"))) {
      for (Path file : files.sorted().toList()) {
        new YAMLMapper()
            .readTree(file.toFile())
            .path("groups")
            .forEach(group -> group.path("rules").forEach(rule -> rows.addAll(row(rule))));
      }
    }

    assertThat(section("## Alerts")).filteredOn(line -> line.startsWith("| `")).isEqualTo(rows);
  }

  /** What is recorded has none. */
  private static List<String> row(JsonNode rule) {
    return rule.has("alert")
        ? List.of(
            "| `%s` | %s | %s |"
                .formatted(
                    rule.path("alert").asText(),
                    rule.at("/labels/severity").asText(),
                    rule.at("/annotations/summary").asText()))
        : List.of();
  }

  @Test
  void namesEveryRowOfTheDashboard() throws IOException {
    JsonNode dashboard =
        new ObjectMapper()
            .readTree(ROOT.resolve("charts/ebbgate/dashboards/ebbgate.json").toFile());
    List<String> rows =
        dashboard
            .path("panels")
            .valueStream()
            .filter(panel -> panel.path("type").asText().equals("row"))
            .map(row -> row.path("title").asText())
            .toList();

    assertThat(section("## Did that rollout lose anything?"))
        .filteredOn(line -> line.matches("\\| [A-Z].*"))
        .map(line -> line.split(" \\| ", -1)[0].substring(2))
        .isEqualTo(rows);
  }

  /** Word for word: the table, and what of and where it was measured. */
  @Test
  void showsTheRecordedComparison() throws IOException {
    List<String> recorded =
        Files.readAllLines(SITE.resolve("comparison.md")).stream()
            .filter(line -> !line.isEmpty())
            .toList();

    assertThat(section("## Beside other ways")).containsSubsequence(recorded);
  }

  @Test
  void givesTheNumbersOfTheRecordedSoak() throws IOException {
    JsonNode soak = recorded("soak.json");

    assertThat(String.join(" ", section("## Beside other ways")))
        .contains("%,d requests".formatted(soak.path("requests").asLong()).replace(',', ' '))
        .contains("%d drains".formatted(soak.path("drains").asLong()))
        .contains("%d failed".formatted(soak.path("failed").asLong()));
  }

  @Test
  void saysWhatWatchingManyPodsTook() throws IOException {
    JsonNode many = recorded("many-pods.json");

    assertThat(String.join(" ", section("## How a drain goes")))
        .contains("%,d pods".formatted(many.path("pods").asLong()).replace(',', ' '))
        .contains("%.0f MB".formatted(many.path("moreBytes").asLong() / 1e6))
        .contains("%d created".formatted(many.path("createdPerSecond").asLong()))
        .contains("%d deleted".formatted(many.path("deletedPerSecond").asLong()));
  }

  @Test
  void saysHowSoonAShorterGraceIsTold() throws IOException {
    JsonNode alone = recorded("shorter-grace.json");
    JsonNode busy = recorded("shorter-grace-cluster.json").path("busy");
    List<Long> told = sorted(busy.path("toldMillis"));
    List<Long> hook = sorted(busy.path("hookMillis"));

    assertThat(alone.path("toldMostMillis").asLong()).isLessThan(200);
    assertThat(String.join(" ", section("## How a drain goes")))
        .contains(
            "alone %d ms after the deletion was asked for, %d at most of %d,"
                .formatted(
                    alone.path("toldMedianMillis").asLong(),
                    alone.path("toldMostMillis").asLong(),
                    alone.path("deletions").asLong()))
        .contains(
            "%d requests a second shared two cores, after %d ms, %d at most of %d,"
                .formatted(
                    busy.path("requestsPerSecond").asLong(),
                    told.get(told.size() / 2),
                    told.getLast(),
                    told.size()))
        .contains(
            "the hook after %d, %d at most".formatted(hook.get(hook.size() / 2), hook.getLast()));
  }

  private static JsonNode recorded(String file) throws IOException {
    return new ObjectMapper().readTree(SITE.resolve(file).toFile());
  }

  private static List<Long> sorted(JsonNode numbers) {
    return StreamSupport.stream(numbers.spliterator(), false)
        .map(JsonNode::asLong)
        .sorted()
        .toList();
  }

  @Test
  void showsPicturesThatAreThere() {
    List<String> pictures =
        PICTURE.matcher(String.join("\n", readme)).results().map(MatchResult::group).toList();

    assertThat(pictures)
        .isNotEmpty()
        .allSatisfy(picture -> {
          String path = picture.substring(picture.lastIndexOf('(') + 1, picture.length() - 1);
          assertThat(ROOT.resolve(path)).isRegularFile();
        });
  }

  /** The lines from a heading to the next one of its level. */
  private List<String> section(String heading) {
    int from = readme.indexOf(heading);
    assertThat(from).as("README has " + heading).isNotNegative();
    List<String> rest = readme.subList(from + 1, readme.size());
    return rest.stream().takeWhile(line -> !line.startsWith("## ")).toList();
  }
}
