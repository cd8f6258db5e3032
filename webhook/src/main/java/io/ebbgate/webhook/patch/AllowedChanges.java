package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.Injection;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.ProductSettings;
import io.ebbgate.core.admission.ProductValue;
import io.ebbgate.core.admission.ProductValue.Element;
import io.ebbgate.core.admission.ProductValue.Inherited;
import io.ebbgate.core.admission.ProductValue.Single;
import io.ebbgate.core.admission.ReviewBudget;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Labels;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks that a patch makes only allowed changes: everything that the pod had is still in its
 * place, and every addition is on the list of {@link #may}.
 */
final class AllowedChanges {
  private static final String PRE_STOP = "/lifecycle/preStop";

  private final Injection injection;
  private final String gateway;

  /** The place of the drain manager that is taken over; empty where there is none. */
  private final String manager;

  /** The places of the hooks of the gateway and of the containers that stop after it. */
  private final Set<String> hooks;

  private final boolean injectedBefore;
  private final ReviewBudget budget;

  private AllowedChanges(
      Injection injection,
      String gateway,
      String manager,
      Set<String> hooks,
      boolean injectedBefore,
      ReviewBudget budget) {
    this.injection = injection;
    this.gateway = gateway;
    this.manager = manager;
    this.hooks = hooks;
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
    JsonNode containers = before.path("spec").path("containers");
    String gateway =
        Pointer.of("spec", "containers", Tree.indexOf(containers, injection.container()));
    String manager =
        injection
            .profile()
            .managerHook()
            .filter(_ -> injection.mode() == Mode.AGENT)
            .map(hook ->
                Pointer.of("spec", "containers", Tree.indexOf(containers, hook.container())))
            .orElse("");
    Set<String> hooks =
        Stream.concat(Stream.of(injection.container()), injection.held().stream())
            .map(name -> Pointer.of("spec", "containers", Tree.indexOf(containers, name)))
            .map(container -> container + PRE_STOP)
            .collect(Collectors.toUnmodifiableSet());
    return new AllowedChanges(injection, gateway, manager, hooks, status.isPresent(), budget)
        .problem(status.isPresent() ? StrippedSidecar.without(before) : before, after, "");
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
    if (hooks.contains(place)) {
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
    return ofTheProduct(before, after, place);
  }

  /** What the profile sets of the product's own, and its drain manager's hook. */
  private boolean ofTheProduct(JsonNode before, JsonNode after, String place) {
    ProductSettings sets = injection.profile().sets(injection.mode());
    if (isEntryOf(gateway + "/env/", place)) {
      ProductValue wanted = sets.env().get(after.path("name").asText());
      return wanted != null && variable(before, after, wanted);
    }
    if (isEntryOf(gateway + "/args/", place)) {
      String word = after.asText();
      return before.isMissingNode()
          && (sets.options().containsKey(word) || sets.options().containsValue(word));
    }
    if (!manager.isEmpty() && place.equals(manager + PRE_STOP)) {
      return before.isObject() && after.isObject();
    }
    return sets.annotations().entrySet().stream()
        .filter(each -> place.equals(Pointer.of("metadata", "annotations", each.getKey())))
        .anyMatch(each -> wanted(before, after, each.getValue()));
  }

  /** Whether the place is a list's entry, which an index ends. */
  private static boolean isEntryOf(String list, String place) {
    return place.startsWith(list)
        && place.length() > list.length()
        && place.chars().skip(list.length()).allMatch(each -> each >= '0' && each <= '9');
  }

  /** A new variable, or one of which only the value differs. */
  private static boolean variable(JsonNode before, JsonNode after, ProductValue wanted) {
    boolean onlyItsValue =
        before.isMissingNode()
            || (before instanceof ObjectNode variable
                && before.path("value").isTextual()
                && variable.deepCopy().put("value", after.path("value").asText()).equals(after));
    return onlyItsValue && wanted(before.path("value"), after.path("value"), wanted);
  }

  /** The profile's value in the place of none or of one that it replaces; a list keeps all. */
  private static boolean wanted(JsonNode before, JsonNode after, ProductValue wanted) {
    return after.isTextual()
        && switch (wanted) {
          case Single(String value, Set<String> replaces) ->
              after.textValue().equals(value)
                  && (absent(before)
                      || (before.isTextual() && replaces.contains(before.textValue())));
          case Element(String value, Optional<Inherited> _) -> {
            List<String> elements = Element.of(after.textValue());
            yield elements.contains(value)
                && (absent(before)
                    || (before.isTextual()
                        && after.textValue().startsWith(before.textValue())
                        && elements.containsAll(Element.of(before.textValue()))));
          }
        };
  }

  /** In a pod without a status annotation an object with our name is not ours. */
  private boolean ours(JsonNode before, JsonNode after, String name) {
    boolean earlier = injectedBefore && before.path("name").asText().equals(name);
    return (before.isMissingNode() || earlier) && after.path("name").asText().equals(name);
  }
}
