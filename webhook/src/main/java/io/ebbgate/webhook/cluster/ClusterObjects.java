package io.ebbgate.webhook.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Objects of a cluster as trees, read only: the typed ones are hundreds of classes, and have no
 * field that is newer than they are.
 *
 * @param namespace empty for all
 */
public record ClusterObjects(Cluster cluster, Optional<String> namespace) {
  private static final int PAGE = 500;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A kind of object.
   *
   * @param path of its API, {@code apis/apps/v1}
   */
  public record Resource(String path, String plural, String kind) {}

  /**
   * Lists all of a kind, page by page; none where the API server has no such kind, or no namespace
   * can have the name.
   *
   * @throws ForbiddenException if the user may not
   */
  public List<JsonNode> list(Resource resource) throws ClusterException, ForbiddenException {
    List<JsonNode> found = new ArrayList<>();
    if (!namespace.map(ObjectName::isValid).orElse(true)) {
      return found;
    }
    String next = "";
    do {
      String uri =
          "/%s%s/%s?limit=%d%s"
              .formatted(
                  resource.path(),
                  namespace.map("/namespaces/"::concat).orElse(""),
                  resource.plural(),
                  PAGE,
                  next.isEmpty() ? "" : "&continue=" + URLEncoder.encode(next, UTF_8));
      Optional<JsonNode> page = get(uri, "list " + resource.plural() + where());
      for (JsonNode item : page.map(each -> each.path("items")).orElse(JSON.missingNode())) {
        if (item instanceof ObjectNode object) {
          found.add(object.put("kind", resource.kind()));
        }
      }
      next = page.map(each -> each.at("/metadata/continue").asText()).orElse("");
    } while (!next.isEmpty());
    return found;
  }

  /**
   * One object; empty where there is none, as where no object can have the name: a manifest's may
   * be a path.
   *
   * @throws ForbiddenException if the user may not read it
   */
  public static Optional<JsonNode> get(
      Cluster cluster, Resource resource, String namespace, String name)
      throws ClusterException, ForbiddenException {
    if (!ObjectName.isValid(namespace) || !ObjectName.isValid(name)) {
      return Optional.empty();
    }
    ClusterObjects objects = new ClusterObjects(cluster, Optional.of(namespace));
    String uri =
        "/%s/namespaces/%s/%s/%s".formatted(resource.path(), namespace, resource.plural(), name);
    return objects
        .get(uri, "get " + resource.plural() + objects.where())
        .map(
            each -> each instanceof ObjectNode object ? object.put("kind", resource.kind()) : each);
  }

  /** The same for a kind that is in no namespace. */
  public static Optional<JsonNode> get(Cluster cluster, Resource resource, String name)
      throws ClusterException, ForbiddenException {
    if (!ObjectName.isValid(name)) {
      return Optional.empty();
    }
    return new ClusterObjects(cluster, Optional.empty())
        .get(
            "/%s/%s/%s".formatted(resource.path(), resource.plural(), name),
            "get " + resource.plural());
  }

  private String where() {
    return namespace.map(" in namespace "::concat).orElse(" in all namespaces");
  }

  private Optional<JsonNode> get(String uri, String right)
      throws ClusterException, ForbiddenException {
    Optional<String> answer =
        cluster.ask(right, () -> Optional.ofNullable(cluster.client().raw(uri)));
    try {
      return answer.isEmpty() ? Optional.empty() : Optional.of(JSON.readTree(answer.get()));
    } catch (JsonProcessingException e) {
      throw new ClusterException("The API server's answer to " + uri + " is no JSON.", e);
    }
  }
}
