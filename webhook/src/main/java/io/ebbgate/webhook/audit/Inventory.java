package io.ebbgate.webhook.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.webhook.manifest.ManifestObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Objects of a cluster or of files, by kind. */
final class Inventory {
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
    ManifestObject.in(object.tree())
        .forEach(each -> {
          if (each.tree() instanceof ObjectNode item && !item.has("kind")) {
            item.put("kind", each.kind());
          }
          byKind
              .computeIfAbsent(each.kind(), _ -> new ArrayList<>())
              .add(new AuditObject(each.tree(), object.file(), object.line()));
        });
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
