package io.ebbgate.webhook.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.cluster.ClusterObjects;
import io.ebbgate.webhook.cluster.ClusterObjects.Resource;
import io.ebbgate.webhook.cluster.ForbiddenException;
import io.ebbgate.webhook.manifest.Manifest;
import io.ebbgate.webhook.manifest.ManifestObject;
import io.ebbgate.webhook.patch.LimitRanges;
import io.ebbgate.webhook.review.KnownNamespaces;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Namespaces with their LimitRanges and ResourceQuotas, from a manifest, and from a cluster where
 * one is at hand. Of several objects with one name the last counts, as {@code kubectl} applies it.
 */
final class NamespaceObjects {
  private static final String NAMESPACE = "Namespace";
  private static final Resource NAMESPACES = new Resource("api/v1", "namespaces", NAMESPACE);
  private static final Resource RANGES = new Resource("api/v1", "limitranges", "LimitRange");
  private static final Resource QUOTAS = new Resource("api/v1", "resourcequotas", "ResourceQuota");

  /** What an object is called. */
  private record Named(String kind, String namespace, String name) {}

  private final Map<Named, JsonNode> objects = new LinkedHashMap<>();

  /**
   * Those of a manifest.
   *
   * @param usual namespace of documents that name none
   */
  static NamespaceObjects in(Manifest manifest, String usual) {
    NamespaceObjects found = new NamespaceObjects();
    manifest.documents().stream()
        .flatMap(each -> ManifestObject.in(each.tree()))
        .forEach(each -> found.add(each, usual));
    return found;
  }

  /**
   * Those of a cluster and, where both have one, the manifest's, which will be applied.
   *
   * @param names of the namespaces that are read
   */
  static NamespaceObjects in(
      Cluster cluster, Collection<String> names, Manifest manifest, String usual)
      throws ClusterException, ForbiddenException {
    NamespaceObjects found = new NamespaceObjects();
    for (String name : names) {
      ClusterObjects.get(cluster, NAMESPACES, name)
          .ifPresent(each -> found.add(new ManifestObject(NAMESPACE, each), name));
      ClusterObjects own = new ClusterObjects(cluster, Optional.of(name));
      for (Resource resource : List.of(RANGES, QUOTAS)) {
        own.list(resource)
            .forEach(each -> found.add(new ManifestObject(resource.kind(), each), name));
      }
    }
    in(manifest, usual)
        .objects
        .forEach((named, object) -> found.objects.merge(named, object, NamespaceObjects::applied));
    return found;
  }

  /** What an object is when the manifest's was applied: its status and other annotations stay. */
  private static JsonNode applied(JsonNode before, JsonNode manifest) {
    ObjectNode after = manifest.deepCopy();
    if (before.has("status")) {
      after.set("status", before.get("status").deepCopy());
    }
    JsonNode known = before.at("/metadata/annotations");
    if (known.isObject()) {
      ObjectNode annotations = known.deepCopy();
      after
          .at("/metadata/annotations")
          .properties()
          .forEach(each -> annotations.set(each.getKey(), each.getValue()));
      after.withObject("/metadata").set("annotations", annotations);
    }
    return after;
  }

  private void add(ManifestObject object, String usual) {
    String kind = object.kind();
    JsonNode metadata = object.tree().path("metadata");
    String name = metadata.path("name").asText();
    String namespace = kind.equals(NAMESPACE) ? name : metadata.path("namespace").asText(usual);
    if (kind.equals(NAMESPACE) || kind.equals(RANGES.kind()) || kind.equals(QUOTAS.kind())) {
      objects.put(new Named(kind, namespace, name), object.tree());
    }
  }

  /** What a review asks of them. */
  KnownNamespaces known() {
    return new KnownNamespaces(this::annotations, this::limitRanges);
  }

  private Map<String, String> annotations(String namespace) {
    Map<String, String> annotations = new HashMap<>();
    for (JsonNode object : of(NAMESPACE, namespace)) {
      object
          .at("/metadata/annotations")
          .properties()
          .forEach(each -> annotations.put(each.getKey(), each.getValue().asText()));
    }
    return annotations;
  }

  LimitRanges limitRanges(String namespace) {
    List<JsonNode> found = of(RANGES.kind(), namespace);
    return found.isEmpty() ? LimitRanges.NONE : LimitRanges.of(found);
  }

  List<JsonNode> quotas(String namespace) {
    return of(QUOTAS.kind(), namespace);
  }

  private List<JsonNode> of(String kind, String namespace) {
    List<JsonNode> found = new ArrayList<>();
    objects.forEach((named, object) -> {
      if (named.kind().equals(kind) && named.namespace().equals(namespace)) {
        found.add(object);
      }
    });
    return found;
  }
}
