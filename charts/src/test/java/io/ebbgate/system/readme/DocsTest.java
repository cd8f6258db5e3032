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
import io.ebbgate.core.switchover.SwitchoverEnd;
import io.ebbgate.tool.chart.Constants;
import io.ebbgate.tool.prometheus.Scrape;
import io.ebbgate.tool.prometheus.Scrape.Family;
import io.ebbgate.webhook.audit.Check;
import io.ebbgate.webhook.load.Kind;
import io.ebbgate.webhook.profile.Profiles;
import io.ebbgate.webhook.rollout.LoadOptions;
import io.ebbgate.webhook.rollout.TestEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tables of the documentation are found by their header, on any page. */
class DocsTest {
  private static final Path ROOT = Path.of(System.getProperty("ebbgate.root"));
  private static final int LONGEST_README = 150;

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
  void listsEveryOutcomeOfASwitchoverWithItsExitCode() {
    assertThat(table("| exit code | outcome |").stream().filter(row -> row.contains("`")))
        .map(row -> row.substring(0, row.indexOf('|', row.indexOf('`'))))
        .containsAll(
            Stream.of(SwitchoverEnd.values())
                .map(end -> "| %d | %s ".formatted(end.exitCode(), code(WireName.of(end))))
                .toList());
  }

  @Test
  void listsEveryResultOfATestWithItsExitCode() {
    assertThat(table("| exit code | result |").stream().filter(row -> row.contains("`")))
        .map(row -> row.substring(0, row.indexOf('|', row.indexOf('`'))))
        .containsExactlyElementsOf(
            Stream.of(TestEnd.values())
                .map(end -> "| %d | %s ".formatted(end.exitCode(), code(WireName.of(end))))
                .toList());
  }

  @Test
  void listsEveryKindOfClientOfATest() {
    assertThat(table("| kind | its clients |"))
        .map(row -> row.split("`", 3)[1])
        .containsExactlyInAnyOrderElementsOf(
            LoadOptions.KINDS.stream().map(Kind::wireName).toList());
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
                            profile.treatment().wireName(),
                            profile.treatment() == Treatment.EXCLUDE ? "—" : code(profile.admin()),
                            settings(profile.sets(Mode.AGENT)),
                            settings(profile.sets(Mode.ENV))))
                .toList());
  }

  @Test
  void listsEveryCheckOfTheAuditAsTheCodeHasIt() {
    assertThat(table("| check |"))
        .isEqualTo(
            Stream.of(Check.values())
                .map(check ->
                    "| [%1$s](#%1$s) | %2$s | %3$s | %4$s | %5$s |"
                        .formatted(
                            check.id(),
                            check.severity().wireName(),
                            check.title(),
                            check.consequence(),
                            check.cure()))
                .toList());
    assertThat(lines)
        .containsAll(Stream.of(Check.values()).map(check -> "### " + check.id()).toList());
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
