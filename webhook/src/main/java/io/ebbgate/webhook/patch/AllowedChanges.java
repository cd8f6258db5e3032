package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.Injection;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.Profile.DrainVariable;
import io.ebbgate.core.admission.ReviewBudget;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Labels;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Checks that a patch makes only allowed changes: everything that the pod had is still in its
 * place, and every addition is on the list of {@link #may}.
 */
final class AllowedChanges {
  private final Injection injection;
  private final String gateway;
  private final boolean injectedBefore;
  private final ReviewBudget budget;

  private AllowedChanges(
      Injection injection, String gateway, boolean injectedBefore, ReviewBudget budget) {
    this.injection = injection;
    this.gateway = gateway;
    this.injectedBefore = injectedBefore;
    this.budget = budget;
  }

  /** The first place with a loss, a change or an addition that is not allowed, as a sentence. */
  static Optional<String> problem(
      JsonNode before,
      JsonNode after,
      Injection injection,
      Optional<InjectionStatus> status,
      ReviewBudget budget) {
    int index = Tree.indexOf(before.path("spec").path("containers"), injection.container());
    String gateway = Pointer.of("spec", "containers", index);
    return new AllowedChanges(injection, gateway, status.isPresent(), budget)
        .problem(before, after, "");
  }

  private Optional<String> problem(JsonNode before, JsonNode after, String place) {
    budget.check();
    if (before.equals(after) || may(before, after, place)) {
      return Optional.empty();
    }
    boolean absent = absent(before);
    if (after.isObject() && (before.isObject() || (absent && !after.isEmpty()))) {
      Set<String> names = new LinkedHashSet<>();
      before.fieldNames().forEachRemaining(names::add);
      after.fieldNames().forEachRemaining(names::add);
      return names.stream()
          .flatMap(name ->
              problem(before.path(name), after.path(name), place + Pointer.of(name)).stream())
          .findFirst();
    }
    if (after.isArray() && (before.isArray() || (absent && !after.isEmpty()))) {
      for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
        Optional<String> problem = problem(before.path(i), after.path(i), place + "/" + i);
        if (problem.isPresent()) {
          return problem;
        }
      }
      return Optional.empty();
    }
    return Optional.of(
        before.isMissingNode()
            ? "something that is not ours to add would be at " + place
            : "something of the pod would be lost at " + place);
  }

  private static boolean absent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  /** The allowed changes. Whether an existing hook may be replaced was decided before. */
  private boolean may(JsonNode before, JsonNode after, String place) {
    if (place.equals("/spec/terminationGracePeriodSeconds")) {
      return (absent(before) || before.isIntegralNumber())
          && after.isIntegralNumber()
          && after.asLong() >= before.asLong(Tree.DEFAULT_GRACE);
    }
    if (place.equals(gateway + "/lifecycle/preStop")) {
      return (absent(before) || before.isObject()) && after.isObject();
    }
    if (place.equals(Pointer.of("metadata", "annotations", Annotations.STATUS))
        || place.equals(Pointer.of("metadata", "labels", Labels.INJECTED))) {
      return after.isTextual();
    }
    if (place.equals(Pointer.of("metadata", "annotations", Annotations.DEFAULT_CONTAINER))) {
      return absent(before);
    }
    if (isEntryOf("/spec/initContainers/", place) || isEntryOf("/spec/containers/", place)) {
      return ours(before, after, Containers.SIDECAR);
    }
    if (isEntryOf("/spec/imagePullSecrets/", place)) {
      return injection.mode() == Mode.AGENT
          && before.isMissingNode()
          && after.size() == 1
          && after.path("name").isTextual();
    }
    if (isEntryOf("/spec/volumes/", place)) {
      return ours(before, after, Containers.STATE_VOLUME);
    }
    if (isEntryOf(gateway + "/env/", place)) {
      DrainVariable wanted = injection.profile().drainEnv().get(after.path("name").asText());
      return wanted != null && (before.isMissingNode() || replaced(before, after, wanted));
    }
    return false;
  }

  /** Whether the place is a list's entry, which an index ends. */
  private static boolean isEntryOf(String list, String place) {
    return place.startsWith(list)
        && place.length() > list.length()
        && place.chars().skip(list.length()).allMatch(each -> each >= '0' && each <= '9');
  }

  /** Only its value differs, and the profile replaces it. */
  private static boolean replaced(JsonNode before, JsonNode after, DrainVariable wanted) {
    return DrainEnv.replaceable(before, wanted)
        && before instanceof ObjectNode variable
        && variable.deepCopy().put("value", wanted.value()).equals(after);
  }

  /** In a pod without a status annotation an object with our name is not ours. */
  private boolean ours(JsonNode before, JsonNode after, String name) {
    boolean earlier = injectedBefore && before.path("name").asText().equals(name);
    return (before.isMissingNode() || earlier) && after.path("name").asText().equals(name);
  }
}
