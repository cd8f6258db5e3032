package io.ebbgate.system.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.ebbgate.tool.chart.HelmChart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every value reaches the place it names; {@code places.csv} has them. */
class ValuePlacementTest {
  private static final YAMLMapper YAML = new YAMLMapper();

  /** One row: a value, what it is given, and where that is found. */
  record Placement(
      String value, String given, String besides, String kind, String where, String found) {
    static Placement parse(String line) {
      List<String> cells = Arrays.stream(line.split("[|]", -1)).map(Placement::full).toList();
      return new Placement(
          cells.get(0), cells.get(1), cells.get(2), cells.get(3), cells.get(4), cells.get(5));
    }

    /** A whole values file. */
    String values() throws IOException {
      ObjectNode root =
          besides.isBlank() ? YAML.createObjectNode() : (ObjectNode) YAML.readTree(besides);
      ObjectNode parent = root;
      List<String> path = List.of(value.split("\\.", -1));
      for (String name : path.subList(0, path.size() - 1)) {
        parent = parent.withObject("/" + name);
      }
      parent.set(path.getLast(), YAML.readTree(given));
      return YAML.writeValueAsString(root);
    }

    private static String full(String cell) {
      return cell.strip()
          .replace("$env", "$container/env")
          .replace("$container", "$pod/containers/0")
          .replace("$pod", "/spec/template/spec")
          .replace("$digest", "0123456789abcdef".repeat(4))
          .replace("$version", System.getProperty("ebbgate.version"));
    }
  }

  static List<Placement> places() throws IOException {
    try (InputStream file = ValuePlacementTest.class.getResourceAsStream("/chart/places.csv")) {
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.startsWith("#")).map(Placement::parse).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("places")
  void aValueReachesThePlaceItNames(Placement place) throws IOException {
    JsonNode found = find(place, place.values());

    assertThat(found.isMissingNode() ? "" : found.asText()).isEqualTo(place.found());
  }

  @ParameterizedTest
  @MethodSource("places")
  void thatPlaceHasSomethingElseWithoutIt(Placement place) {
    String values = place.besides().isBlank() ? HelmChart.NO_VALUES : place.besides();

    assertThat(find(place, values).asText()).isNotEqualTo(place.found());
  }

  @Test
  void everyValueHasAPlace() throws IOException {
    assertThat(places())
        .map(Placement::value)
        .containsExactlyElementsOf(
            ValuesFile.read().entries().stream().map(ValuesFile.Entry::name).toList());
  }

  private static JsonNode find(Placement place, String values) {
    JsonNode node =
        HelmChart.everything(values).documents().stream()
            .filter(each -> each.path("kind").asText().equals(place.kind()))
            .map(JsonNode.class::cast)
            .findFirst()
            .orElse(MissingNode.getInstance());
    for (String name :
        place.where().isEmpty() ? new String[0] : place.where().substring(1).split("/", -1)) {
      node = child(node, name.replace("~1", "/"));
    }
    return place.where().isEmpty() ? node.path("kind") : node;
  }

  /** A list's element by its number or by its name. */
  private static JsonNode child(JsonNode node, String name) {
    if (!node.isArray()) {
      return node.path(name);
    }
    if (name.chars().allMatch(Character::isDigit)) {
      return node.path(Integer.parseInt(name));
    }
    for (JsonNode each : node) {
      if (each.path("name").asText().equals(name)) {
        return each;
      }
    }
    return MissingNode.getInstance();
  }
}
