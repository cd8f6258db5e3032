package io.ebbgate.tool.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.webhook.patch.PatchReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A patch as text: each operation with one line for its reason. Values are left out: one is a
 * token.
 */
final class PatchListing {
  private PatchListing() {}

  /** One line an operation, in the patch's order. */
  static List<String> lines(JsonNode patch) {
    List<String> lines = new ArrayList<>();
    for (JsonNode operation : patch) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-7s %s%n          %s",
              operation.path("op").asText(),
              operation.path("path").asText(),
              PatchReason.of(operation)));
    }
    return lines;
  }
}
