package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Containers;
import java.util.Map;
import java.util.Optional;

/** Makes sure that a patch only adds: whatever the pod had is still there, in its place. */
final class Kept {
  private static final String GRACE = "/spec/terminationGracePeriodSeconds";

  private Kept() {}

  /** The first place where something was lost or changed that may not be. */
  static Optional<String> lost(JsonNode before, JsonNode after, String gateway) {
    return lost(before, after, "", gateway);
  }

  private static Optional<String> lost(
      JsonNode before, JsonNode after, String place, String gateway) {
    if (before.equals(after) || mayChange(before, after, place, gateway)) {
      return Optional.empty();
    }
    if (before.isObject() && after.isObject()) {
      for (Map.Entry<String, JsonNode> field : before.properties()) {
        String below = place + Pointer.of(field.getKey());
        String owner = owner(before, place, gateway);
        Optional<String> lost = lost(field.getValue(), after.path(field.getKey()), below, owner);
        if (lost.isPresent()) {
          return lost;
        }
      }
      return Optional.empty();
    }
    if (before.isArray() && after.isArray()) {
      for (int i = 0; i < before.size(); i++) {
        Optional<String> lost = lost(before.get(i), after.path(i), place + "/" + i, gateway);
        if (lost.isPresent()) {
          return lost;
        }
      }
      return Optional.empty();
    }
    return Optional.of(place);
  }

  /** Inside another container the gateway's exception does not hold. */
  private static String owner(JsonNode node, String place, String gateway) {
    boolean container = place.matches("/spec/(initC|c)ontainers/\\d+");
    return container && !node.path("name").asText().equals(gateway) ? "" : gateway;
  }

  private static boolean mayChange(JsonNode before, JsonNode after, String place, String gateway) {
    if (before.isNull() && !after.isMissingNode()) {
      return true;
    }
    if (place.equals(GRACE)) {
      return after.asLong() >= before.asLong();
    }
    if (place.matches("/spec/containers/\\d+/lifecycle/preStop")) {
      return !gateway.isEmpty() && after.isObject();
    }
    boolean ours =
        before.path("name").asText().equals(Containers.SIDECAR)
            || before.path("name").asText().equals(Containers.STATE_VOLUME);
    return (ours && after.path("name").equals(before.path("name")))
        || place.equals(Pointer.of("metadata", "annotations", Annotations.STATUS));
  }
}
