package io.ebbgate.tool.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class DashboardPictureTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path ROOT = Path.of(System.getProperty("ebbgate.root", "."));
  private static final Path SITE = ROOT.resolve("charts/src/site");
  private static final String EXAMPLE =
      """
      {
        "what": "Invented.",
        "from": "2026-11-21T18:00:00Z", "to": "2026-11-21T18:10:00Z",
        "step_seconds": 15, "scrape_seconds": 15,
        "numbers": [
          {"title": "Drains, 24 h", "text": "5", "colour": "text"},
          {"title": "Terminated without loss, 24 h", "text": "80.00 %", "colour": "red"}
        ],
        "charts": [
          {"title": "Drains by verdict", "bars": true, "series": [
            {"name": "clean", "points": [[300, 2.0], [315, 1.0]]},
            {"name": "forced", "points": [[315, 1.0]]},
            {"name": "lost", "points": []}]},
          {"title": "Connections of draining pods", "bars": false, "series": [
            {"name": "shop/gateway-1", "points": [[300, 12.0], [315, 6.0], [390, 3.0]]}]}
        ]
      }
      """;

  @Test
  void writesEachNumberInItsColour() throws Exception {
    assertThat(texts(EXAMPLE)).contains("Drains, 24 h", "5", "80.00 %");
    assertThat(all("text", EXAMPLE))
        .filteredOn(text -> text.getTextContent().equals("80.00 %"))
        .singleElement()
        .satisfies(text -> assertThat(text.getAttribute("class")).isEqualTo("number red"));
  }

  @Test
  void stacksBars() throws Exception {
    List<Double> heights =
        all("rect", EXAMPLE).stream()
            .filter(box -> List.of("good", "bad").contains(box.getAttribute("class")))
            .filter(box -> Double.parseDouble(box.getAttribute("height")) > 10)
            .map(box -> Double.valueOf(box.getAttribute("height")))
            .toList();

    assertThat(heights).containsExactly(124.0, 62.0, 62.0);
  }

  @Test
  void legendHasSeriesWithDataAndTheirSums() throws Exception {
    assertThat(texts(EXAMPLE)).contains("clean 3", "forced 1", "shop/gateway-1");
    assertThat(texts(EXAMPLE)).noneMatch(text -> text.startsWith("lost"));
  }

  @Test
  void breaksALineWithoutPoints() throws Exception {
    assertThat(all("path", EXAMPLE))
        .singleElement()
        .satisfies(line -> assertThat(line.getAttribute("d").split("M", -1)).hasSize(3));
  }

  @Test
  void theReadmesPictureIsDrawnFromItsRecord() throws Exception {
    boolean recorded = Files.exists(SITE.resolve("dashboard.json"));

    assertThat(
            Files.readString(ROOT.resolve("docs/dashboard.md")).contains("src/site/dashboard.svg"))
        .as("The docs show the picture if one was recorded")
        .isEqualTo(recorded);
    if (recorded) {
      JsonNode board = JSON.readTree(SITE.resolve("dashboard.json").toFile());
      assertThat(SITE.resolve("dashboard.svg")).hasContent(DashboardPicture.of(board));
    }
  }

  private static List<String> texts(String board) throws Exception {
    return all("text", board).stream().map(Element::getTextContent).toList();
  }

  private static List<Element> all(String name, String board) throws Exception {
    String svg = DashboardPicture.of(JSON.readTree(board));
    NodeList found =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
            .getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }
}
