package io.ebbgate.webhook.manifest;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.webhook.review.AdmissionRequest;
import java.util.List;
import java.util.stream.Stream;

/**
 * A workload in a document, with the template of its pods.
 *
 * @param template has the pod's metadata and spec; a pod is its own template
 * @param warnings what the API server or the webhook will not take as it was meant, one sentence
 *     each
 */
public record Workload(
    String kind, String name, String namespace, ObjectNode template, List<String> warnings) {
  private static final String METADATA = "metadata";
  private static final String SPEC = "spec";
  private static final String GENERATE_NAME = "generateName";
  private static final String TEMPLATE = "/spec/template";
  private static final String JOB_TEMPLATE = "/spec/jobTemplate/spec/template";

  public Workload {
    requireNonNull(kind);
    requireNonNull(name);
    requireNonNull(namespace);
    requireNonNull(template);
    warnings = List.copyOf(warnings);
  }

  /** Finds the workloads of a document; those of a list one by one. */
  public static List<Workload> in(JsonNode document, String defaultNamespace) {
    return ManifestObject.in(document)
        .flatMap(each -> find(each.tree(), each.kind(), defaultNamespace))
        .toList();
  }

  /** Finds any kind that has a pod template where Kubernetes' own kinds do, as Argo's Rollout. */
  private static Stream<Workload> find(JsonNode document, String kind, String defaultNamespace) {
    List<String> pointers =
        switch (kind) {
          case "" -> List.of();
          case "Pod" -> List.of("");
          case "PodTemplate" -> List.of("/template");
          case "Deployment", "DaemonSet", "StatefulSet", "ReplicaSet" -> List.of(TEMPLATE);
          case "ReplicationController", "Job" -> List.of(TEMPLATE);
          case "CronJob" -> List.of(JOB_TEMPLATE);
          default ->
              Stream.of(TEMPLATE, JOB_TEMPLATE)
                  .filter(pointer -> document.at(pointer + "/spec/containers").isArray())
                  .toList();
        };
    return pointers.stream().flatMap(pointer -> at(document, pointer, kind, defaultNamespace));
  }

  private static Stream<Workload> at(
      JsonNode document, String pointer, String kind, String defaultNamespace) {
    JsonNode metadata = document.path(METADATA);
    String name = metadata.path("name").asText(metadata.path(GENERATE_NAME).asText());
    String namespace = metadata.path("namespace").asText();
    return document.at(pointer) instanceof ObjectNode template
        ? Stream.of(
            new Workload(
                kind,
                name,
                namespace.isEmpty() ? defaultNamespace : namespace,
                template,
                MetadataCheck.warnings(kind, metadata, pointer, template.path(METADATA))))
        : Stream.empty();
  }

  /** Kind and name, as kubectl prints them. */
  public String title() {
    return kind + "/" + (name.isEmpty() ? "(unnamed)" : name);
  }

  /** The request that the API server will send when the controller creates such a pod. */
  public AdmissionRequest request() {
    ObjectNode pod = JsonNodeFactory.instance.objectNode();
    pod.put("apiVersion", "v1").put("kind", "Pod");
    ObjectNode metadata = pod.putObject(METADATA);
    if (template.path(METADATA) instanceof ObjectNode given) {
      metadata.setAll(given.deepCopy());
    }
    if (isNamedByController()) {
      metadata.put(GENERATE_NAME, name + "-");
    }
    if (template.has(SPEC)) {
      pod.set(SPEC, template.get(SPEC).deepCopy());
    }
    return new AdmissionRequest("", "CREATE", "Pod", namespace, pod);
  }

  private boolean isNamedByController() {
    JsonNode metadata = template.path(METADATA);
    return !metadata.has("name") && !metadata.has(GENERATE_NAME);
  }

  /** Replaces the template's metadata and spec by those of the patched pod. */
  public void update(JsonNode patched) {
    JsonNode metadata = patched.path(METADATA);
    if (isNamedByController() && metadata instanceof ObjectNode object) {
      object.remove(GENERATE_NAME);
    }
    if (template.has(METADATA) || !metadata.isEmpty()) {
      template.set(METADATA, metadata);
    }
    template.set(SPEC, patched.path(SPEC));
  }
}
