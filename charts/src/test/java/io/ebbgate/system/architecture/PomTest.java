package io.ebbgate.system.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Dependencies between modules in their POMs; tests may use core's test kit too, and the chart's
 * the webhook's.
 */
class PomTest {
  @ParameterizedTest
  @CsvSource({
    "CORE,,",
    "CERTS,, core",
    "WEBHOOK, core certs, core",
    "DRAIN_SIDECAR, core, core",
    "CHARTS,, core core certs webhook webhook drain-sidecar",
  })
  void dependsOnlyOn(Module module, @Nullable String production, @Nullable String tests)
      throws Exception {
    assertThat(modules(module, false)).containsExactlyInAnyOrderElementsOf(words(production));
    assertThat(modules(module, true)).containsExactlyInAnyOrderElementsOf(words(tests));
  }

  private static List<String> words(@Nullable String text) {
    return text == null ? List.of() : List.of(text.split(" "));
  }

  private static List<String> modules(Module module, boolean inTests) throws Exception {
    NodeList dependencies =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(module.pom().toFile())
            .getElementsByTagName("dependency");
    List<String> names = new ArrayList<>();
    for (int i = 0; i < dependencies.getLength(); i++) {
      Element dependency = (Element) dependencies.item(i);
      if (text(dependency, "groupId").equals("io.ebbgate")
          && text(dependency, "scope").equals("test") == inTests) {
        names.add(text(dependency, "artifactId"));
      }
    }
    return names;
  }

  private static String text(Element element, String child) {
    NodeList found = element.getElementsByTagName(child);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent();
  }
}
