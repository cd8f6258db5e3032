import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Lists the components of both images with their licences, and refuses a licence that is not on the list of allowed
 * ones. Not by a licence plugin: those read Maven artifacts, and the Java runtime and the C library are none.
 */
class Licences {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Set<String> allowed;
  private final Map<String, String> rows = new TreeMap<>();
  private final List<String> refused = new ArrayList<>();

  Licences(Path list) throws IOException {
    allowed =
        Files.readAllLines(list).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Adds the components of an image's bill of materials. */
  void add(String image, Path bom) throws IOException {
    for (JsonNode component : JSON.readTree(bom.toFile()).path("components")) {
      String group = component.path("group").asText("");
      if (group.equals("io.ebbgate")) {
        continue;
      }
      String name = (group.isEmpty() ? "" : group + ":") + component.path("name").asText();
      String version = component.path("version").asText();
      List<String> licences = licences(component);
      if (licences.stream().noneMatch(allowed::contains)) {
        refused.add("%s %s has %s".formatted(name, version, licences.isEmpty() ? "no licence" : licences));
      }
      rows.merge(
          "| %s | %s | %s | ".formatted(name, version, String.join(" or ", licences)), image, (a, b) -> a + ", " + b);
    }
  }

  private static List<String> licences(JsonNode component) {
    List<String> licences = new ArrayList<>();
    for (JsonNode choice : component.path("licenses")) {
      JsonNode licence = choice.path("license");
      licences.add(choice.path("expression").asText(licence.path("id").asText(licence.path("name").asText())));
    }
    return licences;
  }

  void write(Path to) throws IOException {
    if (!refused.isEmpty()) {
      throw new BuildFailure("Not in licences.allowed: " + String.join("; ", refused) + ".");
    }
    StringBuilder text = new StringBuilder();
    text.append("# Licences of what is in the images\n\n")
        .append("Ebbgate itself is under the Apache License 2.0. The texts lie in the images: in the jars, in\n")
        .append("/opt/java/legal and in /usr/share/doc.\n\n")
        .append("| component | version | licence | image |\n|---|---|---|---|\n");
    rows.forEach((row, images) -> text.append(row).append(images).append(" |\n"));
    Files.writeString(to, text);
  }
}
