package io.ebbgate.tool.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class TimelineTest {
  @Test
  void drawsEveryPodOfBothRuns() throws Exception {
    Document svg = svg();
    assertThat(count(svg, "requests")).isEqualTo(8 + 1);
    assertThat(count(svg, "connections")).isEqualTo(8 + 1);
  }

  @Test
  void paintsPhasesAndFailures() throws Exception {
    Document svg = svg();
    assertThat(count(svg, "phase announcing")).isGreaterThan(2);
    assertThat(count(svg, "failure")).isGreaterThan(1);
    assertThat(svg.getDocumentElement().getAttribute("aria-label"))
        .startsWith("Without Ebbgate 37 of");
  }

  private static Document svg() throws Exception {
    String text = Timeline.svg(SampleRuns.without(37), SampleRuns.with());
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Shapes of a class; one more than drawn where the legend shows it too. */
  private static int count(Document svg, String style) {
    int found = 0;
    for (String tag : new String[] {"rect", "path", "line"}) {
      var shapes = svg.getElementsByTagName(tag);
      for (int i = 0; i < shapes.getLength(); i++) {
        if (shapes.item(i).getAttributes().getNamedItem("class").getNodeValue().equals(style)) {
          found++;
        }
      }
    }
    return found;
  }
}
