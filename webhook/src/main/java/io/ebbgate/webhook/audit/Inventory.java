package io.ebbgate.webhook.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Objects of a cluster or of files, by kind. */
final class Inventory {
  private static final String LIST = "List";

  private final Map<String, List<AuditObject>> byKind = new HashMap<>();
  private final String usualNamespace;

  /**
   * Sorts them; those of lists one by one.
   *
   * @param usualNamespace of objects that don't name one
   */
  Inventory(List<AuditObject> objects, String usualNamespace) {
    this.usualNamespace = usualNamespace;
    objects.forEach(this::add);
  }

  private void add(AuditObject object) {
    String kind = object.kind();
    JsonNode items = object.tree().path("items");
    if (!kind.endsWith(LIST) || !items.isArray()) {
      byKind.computeIfAbsent(kind, _ -> new ArrayList<>()).add(object);
      return;
    }
    for (JsonNode item : items) {
      if (item instanceof ObjectNode each) {
        if (!each.has("kind")) {
          each.put("kind", kind.substring(0, kind.length() - LIST.length()));
        }
        add(new AuditObject(each, object.file(), object.line()));
      }
    }
  }

  List<AuditObject> all() {
    return byKind.values().stream().flatMap(List::stream).toList();
  }

  List<AuditObject> of(String kind) {
    return byKind.getOrDefault(kind, List.of());
  }

  List<AuditObject> of(String kind, String namespace) {
    return of(kind).stream().filter(each -> namespace(each).equals(namespace)).toList();
  }

  Optional<AuditObject> named(String kind, String namespace, String name) {
    return of(kind, namespace).stream().filter(each -> each.name().equals(name)).findFirst();
  }

  String namespace(AuditObject object) {
    return object.namespace(usualNamespace);
  }

  String usualNamespace() {
    return usualNamespace;
  }
}
