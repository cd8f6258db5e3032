package io.ebbgate.webhook.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.webhook.review.PodReview;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A workload in a document, and the part of it that pods are made from.
 *
 * @param template has the pod's metadata and spec; a pod is its own
 */
record Workload(String kind, String name, String namespace, ObjectNode template) {
  private static final String METADATA = "metadata";
  private static final String SPEC = "spec";
  private static final String GENERATE_NAME = "generateName";

  /** The workloads of a document, those of a list one by one. */
  static List<Workload> in(JsonNode document, String defaultNamespace) {
    return found(document, defaultNamespace).toList();
  }

  private static Stream<Workload> found(JsonNode document, String defaultNamespace) {
    String kind = document.path("kind").asText();
    return switch (kind) {
      case "Pod" -> at(document, "", kind, defaultNamespace);
      case "Deployment", "DaemonSet", "StatefulSet", "ReplicaSet", "ReplicationController", "Job" ->
          at(document, "/spec/template", kind, defaultNamespace);
      case "CronJob" -> at(document, "/spec/jobTemplate/spec/template", kind, defaultNamespace);
      case "List" ->
          StreamSupport.stream(document.path("items").spliterator(), false)
              .flatMap(item -> found(item, defaultNamespace));
      default -> Stream.empty();
    };
  }

  private static Stream<Workload> at(
      JsonNode document, String path, String kind, String defaultNamespace) {
    JsonNode metadata = document.path(METADATA);
    String name = metadata.path("name").asText(metadata.path(GENERATE_NAME).asText());
    String namespace = metadata.path("namespace").asText();
    return document.at(path) instanceof ObjectNode template
        ? Stream.of(
            new Workload(kind, name, namespace.isEmpty() ? defaultNamespace : namespace, template))
        : Stream.empty();
  }

  /** Kind and name, as kubectl writes them. */
  String title() {
    return kind + "/" + (name.isEmpty() ? "(unnamed)" : name);
  }

  /** The question that the API server will ask when the controller creates such a pod. */
  PodReview review() {
    ObjectNode pod = JsonNodeFactory.instance.objectNode();
    pod.put("apiVersion", "v1").put("kind", "Pod");
    ObjectNode metadata = pod.putObject(METADATA);
    if (template.path(METADATA) instanceof ObjectNode given) {
      metadata.setAll(given.deepCopy());
    }
    if (isMade()) {
      metadata.put(GENERATE_NAME, name + "-");
    }
    if (template.has(SPEC)) {
      pod.set(SPEC, template.get(SPEC).deepCopy());
    }
    return new PodReview("CREATE", "Pod", namespace, pod);
  }

  /** By a controller, which gives it a name. */
  private boolean isMade() {
    JsonNode metadata = template.path(METADATA);
    return !metadata.has("name") && !metadata.has(GENERATE_NAME);
  }

  /** Takes over what the review made of the pod. */
  void take(JsonNode patched) {
    JsonNode metadata = patched.path(METADATA);
    if (isMade() && metadata instanceof ObjectNode object) {
      object.remove(GENERATE_NAME);
    }
    if (template.has(METADATA) || !metadata.isEmpty()) {
      template.set(METADATA, metadata);
    }
    template.set(SPEC, patched.path(SPEC));
  }
}
