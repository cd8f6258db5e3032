package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Headers;
import java.util.stream.Collectors;

/**
 * Why an operation is in a patch, in a line for people. Values are never printed: one is a token.
 */
public final class PatchReason {
  private static final String SIDECAR = "the sidecar that drains the gateway";
  private static final String OF_THE_PRODUCT = "the product's own drain, brought into line";
  private static final String MARK = "what was done to this pod, and why";

  private PatchReason() {}

  /** The reason of one operation of a patch that {@link PodPatch} made. */
  public static String of(JsonNode operation) {
    String path = operation.path("path").asText();
    JsonNode value = operation.path("value");
    if (path.startsWith("/metadata")) {
      return ofMetadata(path);
    }
    if (path.startsWith("/spec/terminationGracePeriodSeconds")) {
      return "time for the whole hold and the exits after it";
    }
    if (path.startsWith("/spec/volumes")) {
      return "memory where the sidecar notes what it did to the gateway; kubectl drain wants"
          + " --delete-emptydir-data for it";
    }
    if (value.toString().contains(Containers.SIDECAR)) {
      return path.startsWith("/spec/initContainers")
          ? SIDECAR + ": started before it, stopped after it" + sizes(value)
          : SIDECAR + ", beside it" + sizes(value);
    }
    return ofGateway(path, value);
  }

  /** What a quota has to have room for, {@code ; requests cpu 10m, memory 64Mi}. */
  private static String sizes(JsonNode value) {
    JsonNode sidecar = value.isArray() ? Tree.named(value, Containers.SIDECAR) : value;
    return sidecar.path("resources").properties().stream()
        .map(each -> "; " + each.getKey() + " " + amounts(each.getValue()))
        .collect(Collectors.joining());
  }

  private static String amounts(JsonNode list) {
    return list.properties().stream()
        .map(each -> each.getKey() + " " + each.getValue().asText())
        .collect(Collectors.joining(", "));
  }

  private static String ofMetadata(String path) {
    if (path.endsWith(Pointer.of(Annotations.DEFAULT_CONTAINER))) {
      return "kubectl logs and exec keep meaning the gateway";
    }
    if (path.startsWith("/metadata/labels")) {
      return "selectors find injected pods";
    }
    if (path.equals("/metadata/annotations") || path.endsWith(Pointer.of(Annotations.STATUS))) {
      return MARK;
    }
    return path.startsWith("/metadata/annotations/")
        ? OF_THE_PRODUCT
        : "where annotations and labels go";
  }

  private static String ofGateway(String path, JsonNode value) {
    if (path.contains("/env") || path.contains("/args")) {
      return OF_THE_PRODUCT;
    }
    if (value.has("sleep")) {
      return "the kubelet waits a fixed time before it stops the gateway";
    }
    if (path.endsWith("/preStop") && !value.toString().contains(Headers.TOKEN)) {
      return "the product's drain manager neither holds the pod nor speaks to Envoy";
    }
    return path.endsWith("/preStop")
        ? "the kubelet asks the sidecar, and stops the gateway only when it has answered"
        : "where the gateway's hook goes";
  }
}
