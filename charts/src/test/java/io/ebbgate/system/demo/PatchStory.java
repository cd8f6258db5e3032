package io.ebbgate.system.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A patch for people: each operation with one line that says why. Values stay out: one is a token.
 */
final class PatchStory {
  /** What a path ends in or holds, and the reason; the first that fits is told. */
  private static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry(
              "/initContainers",
              "the sidecar that drains Envoy: started before it, stopped after it"),
          Map.entry("/lifecycle", "where the gateway's hook goes"),
          Map.entry(
              "/lifecycle/preStop",
              "the kubelet asks the sidecar and stops Envoy only when it has answered"),
          Map.entry("/terminationGracePeriodSeconds", "time for the whole hold and Envoy's exit"),
          Map.entry(
              "/volumes", "a folder in memory, where the sidecar notes that it drained Envoy"),
          Map.entry("/env", "drain settings of the profile"),
          Map.entry("/" + escaped(Annotations.STATUS), "what was done to this pod, and why"),
          Map.entry(
              "/" + escaped(Annotations.DEFAULT_CONTAINER), "kubectl logs keeps showing Envoy"),
          Map.entry("/" + escaped(Labels.INJECTED), "selectors can find injected pods"),
          Map.entry("/containers", "the sidecar that drains Envoy, beside it"),
          Map.entry("/annotations", "what was done to this pod, and why"),
          Map.entry("/labels", "selectors can find injected pods"));

  private PatchStory() {}

  /** One line an operation, in the patch's order. */
  static List<String> lines(JsonNode patch) {
    List<String> lines = new ArrayList<>();
    for (JsonNode operation : patch) {
      String path = operation.path("path").asText();
      lines.add(
          String.format(
              Locale.ROOT,
              "%-7s %s%n          %s",
              operation.path("op").asText(),
              path,
              why(path)));
    }
    return lines;
  }

  /** The reason of the longest known part of the path. */
  static String why(String path) {
    return REASONS.entrySet().stream()
        .filter(reason -> (path + "/").contains(reason.getKey() + "/"))
        .max(PatchStory::compare)
        .map(Map.Entry::getValue)
        .orElse("not explained here: please report it");
  }

  private static int compare(Map.Entry<String, String> a, Map.Entry<String, String> b) {
    // A container's lifecycle or env says more than that it is in a container.
    boolean general = a.getKey().equals("/containers");
    boolean other = b.getKey().equals("/containers");
    return general == other
        ? Integer.compare(a.getKey().length(), b.getKey().length())
        : Boolean.compare(other, general);
  }

  private static String escaped(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }
}
