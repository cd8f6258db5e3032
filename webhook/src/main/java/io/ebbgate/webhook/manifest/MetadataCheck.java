package io.ebbgate.webhook.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.contract.Annotations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * Mistakes in a manifest's labels and annotations that no review can see: settings that stand on a
 * workload and not on its pods, and values that YAML takes for no strings, which the API server
 * refuses.
 */
final class MetadataCheck {
  private static final String METADATA = "metadata";

  private MetadataCheck() {}

  /**
   * A sentence for each kind of mistake and place.
   *
   * @param own the workload's metadata
   * @param pointer to the pods' template in the workload; empty for a pod
   * @param pods the pods' metadata
   */
  static List<String> warnings(String kind, JsonNode own, String pointer, JsonNode pods) {
    List<String> warnings = new ArrayList<>();
    String template = METADATA;
    if (!pointer.isEmpty()) {
      template = pointer.substring(1).replace('/', '.') + '.' + METADATA;
      List<String> misplaced =
          keys(own, (map, entry) -> isOurs(entry.getKey()) && !pods.path(map).has(entry.getKey()));
      if (!misplaced.isEmpty()) {
        warnings.add(
            "Ebbgate: %s: without effect on the %s itself; move this to %s."
                .formatted(String.join(", ", misplaced), kind, template));
      }
      warnings.addAll(unquoted(own, METADATA));
    }
    warnings.addAll(unquoted(pods, template));
    return warnings;
  }

  private static boolean isOurs(String key) {
    return key.startsWith(Annotations.PREFIX);
  }

  private static List<String> unquoted(JsonNode metadata, String place) {
    List<String> keys =
        keys(metadata, (_, entry) -> entry.getValue().isBoolean() || entry.getValue().isNumber());
    return keys.isEmpty()
        ? List.of()
        : List.of(
            "Ebbgate: %s: the API server takes only strings in %s; put this in quotes."
                .formatted(String.join(", ", keys), place));
  }

  /** The keys of labels and annotations, each with its map's name before it. */
  private static List<String> keys(
      JsonNode metadata, BiPredicate<String, Map.Entry<String, JsonNode>> mistake) {
    return Stream.of("labels", "annotations")
        .flatMap(map ->
            metadata.path(map).properties().stream()
                .filter(entry -> mistake.test(map, entry))
                .map(Map.Entry::getKey))
        .toList();
  }
}
