package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.contract.Env;
import java.util.List;
import java.util.Set;

/**
 * Whether an object that we added to a pod still is what we would add. The API server sets
 * defaults, and other webhooks add variables and mounts to every container, so additions are no
 * drift: removing them would make the webhooks undo each other's changes.
 */
final class DriftCheck {
  /** Registry mirrors and autoscalers change these after us; their values stay. */
  private static final Set<String> CHANGED_BY_OTHERS =
      Set.of("image", "imagePullPolicy", "resources");

  /** The sidecar runs its image's entrypoint. */
  private static final List<String> UNWANTED = List.of("command", "args");

  private DriftCheck() {}

  /** The wanted value is there, perhaps with more beside it. */
  static boolean covers(JsonNode found, JsonNode wanted) {
    if (wanted.isObject()) {
      return wanted.properties().stream()
          .allMatch(each -> covers(found.path(each.getKey()), each.getValue()));
    }
    if (wanted.isArray()) {
      return found.size() == wanted.size()
          && inOrder(Tree.objects(found), Tree.objects(wanted))
          && (!Tree.objects(wanted).isEmpty() || found.equals(wanted));
    }
    return found.equals(wanted);
  }

  /** A hook, of which there is one handler only. */
  static boolean hook(JsonNode found, JsonNode wanted) {
    return found.size() == 1 && covers(found, wanted);
  }

  /**
   * A sidecar.
   *
   * @param upToDate whether it was added for the same injection, so that another program made the
   *     difference
   */
  static boolean sidecar(JsonNode found, JsonNode wanted, boolean upToDate) {
    return UNWANTED.stream().noneMatch(found::hasNonNull)
        && SidecarProbes.of(found).isEmpty()
        && wanted.properties().stream()
            .filter(each -> !upToDate || !theirs(found, each.getKey()))
            .allMatch(each -> field(each.getKey(), found.path(each.getKey()), each.getValue()));
  }

  private static boolean theirs(JsonNode found, String name) {
    return CHANGED_BY_OTHERS.contains(name) && found.hasNonNull(name);
  }

  private static boolean field(String name, JsonNode found, JsonNode wanted) {
    return switch (name) {
      case "env" -> inOrder(ours(found), Tree.objects(wanted));
      case "ports", "volumeMounts" ->
          Tree.objects(wanted).stream()
              .allMatch(each -> Tree.objects(found).stream().anyMatch(one -> covers(one, each)));
      default -> covers(found, wanted);
    };
  }

  /** Variables with our prefix: an additional one would be a setting that was not requested. */
  private static List<JsonNode> ours(JsonNode variables) {
    return Tree.objects(variables).stream()
        .filter(each -> each.path("name").asText().startsWith(Env.PREFIX))
        .toList();
  }

  private static boolean inOrder(List<JsonNode> found, List<JsonNode> wanted) {
    if (found.size() != wanted.size()) {
      return false;
    }
    for (int i = 0; i < wanted.size(); i++) {
      if (!covers(found.get(i), wanted.get(i))) {
        return false;
      }
    }
    return true;
  }
}
