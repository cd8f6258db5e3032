package io.ebbgate.webhook.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.contract.Containers;

/** Why a patch's operation is there, by its path. */
final class PatchReason {
  private PatchReason() {}

  static String of(String path, JsonNode value) {
    if (path.startsWith("/metadata/annotations")) {
      return "says on the pod what was done and why";
    }
    if (path.startsWith("/metadata/labels")) {
      return "lets selectors find injected pods";
    }
    if (path.startsWith("/metadata")) {
      return "a place for annotations and labels";
    }
    if (path.contains("/lifecycle")) {
      return "holds the gateway's stop until its work is done";
    }
    if (path.contains("/env")) {
      return "the product's own drain, brought into line";
    }
    if (path.startsWith("/spec/terminationGracePeriodSeconds")) {
      return "room for the whole drain and the exits after it";
    }
    if (path.startsWith("/spec/volumes")) {
      return "memory for the sidecar's state";
    }
    return value.toString().contains(Containers.SIDECAR)
        ? "the sidecar that drains the gateway"
        : "part of the injection";
  }
}
