package io.ebbgate.webhook.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.webhook.review.AdmissionRequest;
import java.util.List;
import java.util.stream.Stream;

/**
 * A workload in a document, and the part of it that pods are made from.
 *
 * @param template has the pod's metadata and spec; a pod is its own
 */
record Workload(String kind, String name, String namespace, ObjectNode template) {
  private static final String METADATA = "metadata";
  private static final String SPEC = "spec";
  private static final String GENERATE_NAME = "generateName";
  private static final String LIST = "List";
  private static final String TEMPLATE = "/spec/template";
  private static final String JOB_TEMPLATE = "/spec/jobTemplate/spec/template";

  /** The workloads of a document, those of a list one by one. */
  static List<Workload> in(JsonNode document, String defaultNamespace) {
    return found(document, "", defaultNamespace).toList();
  }

  /**
   * Of any kind that keeps a pod's template where Kubernetes' own kinds do, as Argo's Rollout.
   *
   * @param listed the kind of what doesn't say, as a PodList's items don't
   */
  private static Stream<Workload> found(JsonNode document, String listed, String defaultNamespace) {
    String kind = document.path("kind").asText(listed);
    if (kind.endsWith(LIST) && document.path("items") instanceof ArrayNode items) {
      String one = kind.substring(0, kind.length() - LIST.length());
      return items.valueStream().flatMap(item -> found(item, one, defaultNamespace));
    }
    List<String> places =
        switch (kind) {
          case "" -> List.of();
          case "Pod" -> List.of("");
          case "PodTemplate" -> List.of("/template");
          case "Deployment", "DaemonSet", "StatefulSet", "ReplicaSet" -> List.of(TEMPLATE);
          case "ReplicationController", "Job" -> List.of(TEMPLATE);
          case "CronJob" -> List.of(JOB_TEMPLATE);
          default ->
              Stream.of(TEMPLATE, JOB_TEMPLATE)
                  .filter(place -> document.at(place + "/spec/containers").isArray())
                  .toList();
        };
    return places.stream().flatMap(place -> at(document, place, kind, defaultNamespace));
  }

  private static Stream<Workload> at(
      JsonNode document, String place, String kind, String defaultNamespace) {
    JsonNode metadata = document.path(METADATA);
    String name = metadata.path("name").asText(metadata.path(GENERATE_NAME).asText());
    String namespace = metadata.path("namespace").asText();
    return document.at(place) instanceof ObjectNode template
        ? Stream.of(
            new Workload(kind, name, namespace.isEmpty() ? defaultNamespace : namespace, template))
        : Stream.empty();
  }

  /** Kind and name, as kubectl writes them. */
  String title() {
    return kind + "/" + (name.isEmpty() ? "(unnamed)" : name);
  }

  /** The question that the API server will ask when the controller creates such a pod. */
  AdmissionRequest review() {
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
    return new AdmissionRequest("CREATE", "Pod", namespace, pod);
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
