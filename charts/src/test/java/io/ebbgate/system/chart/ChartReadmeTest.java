package io.ebbgate.system.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.tool.chart.HelmChart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The chart's README ends with a table that its values' comments give. {@code mvn verify
 * -Dchart.readme=rewrite} writes it anew.
 */
class ChartReadmeTest {
  private static final Path README = HelmChart.FOLDER.resolve("README.md");
  private static final String TABLE = "| value | default | meaning |";

  private final ValuesFile values = ValuesFile.read();

  ChartReadmeTest() throws IOException {}

  @Test
  void listsTheValuesAsTheirCommentsDescribeThem() throws IOException {
    List<String> prose =
        Files.readAllLines(README).stream().takeWhile(line -> !line.equals(TABLE)).toList();
    List<String> wanted = new ArrayList<>(prose);
    wanted.addAll(values.table());
    if (System.getProperty("chart.readme", "").equals("rewrite")) {
      Files.write(README, wanted);
    }

    assertThat(README)
        .as("-Dchart.readme=rewrite writes the table")
        .hasContent(String.join("\n", wanted));
  }

  @Test
  void describesEveryValue() {
    Set<String> described =
        values.entries().stream().map(ValuesFile.Entry::name).collect(Collectors.toSet());

    assertThat(leaves("", HelmChart.tree("values.yaml")))
        .allSatisfy(leaf ->
            assertThat(described)
                .as(leaf)
                .anyMatch(name -> leaf.equals(name) || leaf.startsWith(name + ".")));
  }

  @Test
  void describesDefaultsAsTheSettingsDescribeThemselves() {
    List<String> wanted = Arrays.stream(Setting.values()).map(ChartReadmeTest::sentence).toList();

    assertThat(values.entries())
        .filteredOn(entry -> entry.path().getFirst().equals("defaults"))
        .map(ValuesFile.Entry::meaning)
        .isEqualTo(wanted);
  }

  private static String sentence(Setting setting) {
    String meaning = setting.meaning();
    String fallback = setting.fallback().isEmpty() ? "" : "; default " + setting.fallback();
    return Character.toUpperCase(meaning.charAt(0)) + meaning.substring(1) + fallback;
  }

  private static List<String> leaves(String path, JsonNode node) {
    if (!node.isObject() || node.isEmpty()) {
      return List.of(path);
    }
    List<String> all = new ArrayList<>();
    node.properties()
        .forEach(each ->
            all.addAll(
                leaves(
                    path.isEmpty() ? each.getKey() : path + "." + each.getKey(), each.getValue())));
    return all;
  }
}
