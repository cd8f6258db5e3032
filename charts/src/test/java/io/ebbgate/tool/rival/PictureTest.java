package io.ebbgate.tool.rival;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class PictureTest {
  @Test
  void drawsWhatEachLostAndHowLongItTook() throws Exception {
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
    String text = Picture.of(SampleResults.comparison());
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
