package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.Injection;
import io.ebbgate.core.admission.ReviewBudget;
import io.fabric8.zjsonpatch.JsonPatch;
import java.util.Optional;

/**
 * Validates a patched pod as the API server will. A patch that doesn't apply, or leads to a pod
 * that is not valid, fails the request even under {@code failurePolicy: Ignore}
 * (kubernetes#129459).
 */
public final class SelfCheck {
  private static final int LARGEST = 64 * 1024;

  private SelfCheck() {}

  /**
   * What is wrong, in one sentence without a full stop, if anything is.
   *
   * @throws ReviewBudget.OutOfTimeException when the budget is used up
   */
  public static Optional<String> problem(
      ObjectNode original,
      Patch patch,
      Injection injection,
      Optional<InjectionStatus> status,
      ReviewBudget budget) {
    budget.check();
    if (patch.operations().toString().length() > LARGEST) {
      return Optional.of("the patch is larger than 64 KiB");
    }
    if (!apply(original, patch.operations()).equals(Optional.of(patch.patched()))) {
      return Optional.of("the patch does not lead to the pod it was made for");
    }
    JsonNode pod = patch.patched();
    return PodValidation.problem(pod, budget)
        .or(() -> WiringCheck.problem(pod, injection))
        .or(() -> SidecarEnvCheck.problem(pod))
        .or(() -> PodResources.problem(pod))
        .or(() -> AllowedChanges.problem(original, pod, injection, status, budget));
  }

  /**
   * The patched copy, or the original where no operation changes it. It is made by zjsonpatch and
   * not by the code that makes patches; empty where an operation does not apply, or is neither
   * {@code add} nor {@code replace} of a part.
   */
  static Optional<JsonNode> apply(JsonNode original, ArrayNode operations) {
    if (operations.isEmpty()) {
      return Optional.of(original);
    }
    for (JsonNode operation : operations) {
      String op = operation.path("op").asText();
      boolean part = operation.path("path").asText().startsWith("/");
      if (!part || !(op.equals("add") || op.equals("replace"))) {
        return Optional.empty();
      }
    }
    try {
      // zjsonpatch puts an operation's value into the tree, where a later operation changes it.
      return Optional.of(JsonPatch.apply(operations.deepCopy(), original));
    } catch (RuntimeException doesNotApply) {
      // JsonPatchException, and for a bad index IllegalStateException or IndexOutOfBoundsException.
      return Optional.empty();
    }
  }
}
