package io.ebbgate.tool.rival;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class ComparisonTest {
  private static final Comparison COMPARISON = SampleResults.comparison();
  private static final List<String> CSV = CsvText.of(COMPARISON).lines().toList();
  private static final List<String> MARKDOWN = MarkdownText.of(COMPARISON).lines().toList();

  @Test
  void csvHasAsManyFieldsInEveryLine() {
    assertThat(CSV).hasSize(3);
    assertThat(CSV.stream().map(line -> line.split(",", -1).length).distinct()).hasSize(1);
  }

  @Test
  void csvHasALineForEachRival() {
    assertThat(CSV.get(1)).startsWith("no hook,66445,83,23,60,").endsWith(",0,,");
    assertThat(CSV.get(2))
        .startsWith("Ebbgate,83055,0,0,")
        .endsWith(",12.340,6.000 6.100,5.000 5.010,36.000,8.000,0,45000000,15400000");
  }

  @Test
  void jsonHasWhereItWasMeasuredAndHow() throws Exception {
    JsonNode root = json();
    assertThat(root.at("/environment/cores").asInt()).isEqualTo(2);
    assertThat(root.at("/environment/kubernetes").asText()).isEqualTo("v1.34.4");
    assertThat(root.at("/load/rate").asInt()).isEqualTo(1_100);
    assertThat(root.at("/load/kinds")).hasSize(5);
  }

  @Test
  void jsonHasWhatWasLostByCauseAndKind() throws Exception {
    JsonNode none = json().at("/results/0");
    assertThat(none.at("/failed").asLong()).isEqualTo(83);
    assertThat(none.at("/failed_by_cause/refused").asLong()).isEqualTo(60);
    assertThat(none.at("/severed_by_kind/slow").asLong()).isEqualTo(23);
    assertThat(none.at("/p99_in_roll_over_steady").asDouble()).isEqualTo(5);
  }

  @Test
  void jsonOmitsWhatIsNotKnown() throws Exception {
    JsonNode results = json().at("/results");
    assertThat(results.get(0).has("helper_resident_bytes")).isFalse();
    assertThat(results.at("/0/holds/0").has("verdict_seconds")).isFalse();
    assertThat(results.at("/1/helper_resident_bytes").asLong()).isEqualTo(45_000_000);
    assertThat(results.at("/1/holds/1/verdict_seconds").asDouble()).isEqualTo(5.01);
  }

  private static JsonNode json() throws Exception {
    return new ObjectMapper().readTree(JsonText.of(COMPARISON));
  }

  @Test
  void markdownIsATableWithEbbgateLast() {
    List<String> rows = MARKDOWN.stream().filter(line -> line.startsWith("|")).toList();
    assertThat(rows.stream().map(ComparisonTest::columns).distinct()).hasSize(1);
    assertThat(rows.get(2))
        .startsWith(
            "| no hook | 83 | 66 445 | 23 | 60 refused, 23 cut in answer | 3.1 s | 0.9 to 1.0 s |");
    assertThat(rows.getLast()).startsWith("| **Ebbgate** | **0** |").contains("**45 (15) MB**");
  }

  @Test
  void markdownDescribesWhatWasDoneAndWhere() {
    assertThat(MARKDOWN.getFirst())
        .contains("1100 requests a second: keep alive, new connection, idle, slow, http2.");
    assertThat(MARKDOWN.getLast())
        .isEqualTo(
            "2 cores, Linux 6.1.0, Kubernetes v1.34.4, Envoy 1.40.0, JDK 25.0.1, commit"
                + " 0123456789ab, 2026-11-21.");
  }

  private static long columns(String row) {
    return row.chars().filter(each -> each == '|').count();
  }

  @Test
  void pictureHasWhatEachLostAndHowLongItTook() throws Exception {
    Document svg = svg();
    assertThat(widths(svg, "severed")).containsExactly(10.0, 69.3, 0.0);
    assertThat(widths(svg, "failed")).containsExactly(10.0, 180.7, 0.0);
    assertThat(widths(svg, "roll")).containsExactly(62.8);
    assertThat(widths(svg, "ownroll")).containsExactly(250.0);
  }

  /** The legend's first. */
  private static List<Double> widths(Document svg, String style) {
    List<Double> widths = new ArrayList<>();
    var boxes = svg.getElementsByTagName("rect");
    for (int i = 0; i < boxes.getLength(); i++) {
      Element box = (Element) boxes.item(i);
      if (box.getAttribute("class").equals(style)) {
        widths.add(Double.valueOf(box.getAttribute("width")));
      }
    }
    return widths;
  }

  private static Document svg() throws Exception {
    String text = Picture.of(COMPARISON);
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
