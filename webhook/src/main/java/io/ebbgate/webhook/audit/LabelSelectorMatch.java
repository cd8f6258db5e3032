package io.ebbgate.webhook.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Whether a label selector of the API selects a pod. */
final class LabelSelectorMatch {
  private LabelSelectorMatch() {}

  /** An empty selector selects every pod, and a missing one none. */
  static boolean selects(JsonNode selector, JsonNode labels) {
    return selector.isObject()
        && hasAll(selector.path("matchLabels"), labels)
        && selector
            .path("matchExpressions")
            .valueStream()
            .allMatch(each -> holds(each, labels.path(each.path("key").asText())));
  }

  /** Whether the labels have each of these values. */
  static boolean hasAll(JsonNode wanted, JsonNode labels) {
    return wanted
        .propertyStream()
        .allMatch(each -> labels.path(each.getKey()).asText().equals(each.getValue().asText()));
  }

  private static boolean holds(JsonNode expression, JsonNode label) {
    List<String> values =
        expression.path("values").valueStream().map(each -> each.asText()).toList();
    return switch (expression.path("operator").asText()) {
      case "In" -> !label.isMissingNode() && values.contains(label.asText());
      case "NotIn" -> label.isMissingNode() || !values.contains(label.asText());
      case "Exists" -> !label.isMissingNode();
      case "DoesNotExist" -> label.isMissingNode();
      default -> false;
    };
  }
}
