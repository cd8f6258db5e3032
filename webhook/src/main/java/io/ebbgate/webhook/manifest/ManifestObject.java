package io.ebbgate.webhook.manifest;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.stream.Stream;

/**
 * A Kubernetes object of a document: the document itself, or an item of a list, such as {@code
 * kubectl get} prints.
 *
 * @param kind the list's where the item names none, as in a PodList; may be empty
 * @param tree as it stands in the document
 */
public record ManifestObject(String kind, JsonNode tree) {
  private static final String LIST = "List";

  public ManifestObject {
    requireNonNull(kind);
    requireNonNull(tree);
  }

  /** Those of a document; of lists in lists too. */
  public static Stream<ManifestObject> in(JsonNode document) {
    return in(document, "");
  }

  private static Stream<ManifestObject> in(JsonNode document, String usual) {
    String kind = document.path("kind").asText(usual);
    if (!kind.endsWith(LIST) || !(document.path("items") instanceof ArrayNode items)) {
      return Stream.of(new ManifestObject(kind, document));
    }
    String item = kind.substring(0, kind.length() - LIST.length());
    return items.valueStream().filter(JsonNode::isObject).flatMap(each -> in(each, item));
  }
}
