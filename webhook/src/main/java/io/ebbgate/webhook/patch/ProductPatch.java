package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ebbgate.core.admission.Injection;
import io.ebbgate.core.admission.ProductSettings;
import io.ebbgate.core.admission.ProductValue;
import io.ebbgate.core.admission.ProductValue.Element;
import io.ebbgate.core.admission.ProductValue.Inherited;
import io.ebbgate.core.admission.ProductValue.Single;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Sets what the profile wants of the product's own. What a user wrote stays. */
final class ProductPatch {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** In characters. Istio's whole configuration of a proxy has some hundred. */
  private static final int LONGEST_VARIABLE = 64 << 10;

  private ProductPatch() {}

  static void apply(PatchDraft draft, int index, Injection injection) {
    ProductSettings sets = injection.profile().sets(injection.mode());
    new TreeMap<>(sets.env()).forEach((name, wanted) -> variable(draft, index, name, wanted));
    new TreeMap<>(sets.annotations())
        .forEach((name, wanted) -> annotation(draft, index, name, wanted));
    new TreeMap<>(sets.options()).forEach((name, value) -> option(draft, index, name, value));
  }

  private static void variable(PatchDraft draft, int index, String name, ProductValue wanted) {
    ObjectNode gateway = draft.object("spec", "containers", index);
    int place = Tree.indexOf(gateway.path("env"), name);
    Optional<String> value = value(variable(gateway, name), wanted, gateway);
    if (value.isEmpty()) {
      return;
    }
    if (place < 0) {
      ObjectNode variable = MAPPER.createObjectNode();
      variable.put("name", name).put("value", value.get());
      draft.entry(variable, "spec", "containers", index, "env");
    } else {
      TextNode text = TextNode.valueOf(value.get());
      draft.put(text, "spec", "containers", index, "env", place, "value");
    }
  }

  private static void annotation(PatchDraft draft, int index, String name, ProductValue wanted) {
    JsonNode gateway = draft.object("spec", "containers", index);
    value(annotation(draft.pod(), name), wanted, gateway)
        .ifPresent(value -> {
          draft.object("metadata", "annotations");
          draft.put(TextNode.valueOf(value), "metadata", "annotations", name);
        });
  }

  private static void option(PatchDraft draft, int index, String name, String value) {
    if (option(draft.object("spec", "containers", index), name).isEmpty()) {
      draft.append(TextNode.valueOf(name), "spec", "containers", index, "args");
      draft.append(TextNode.valueOf(value), "spec", "containers", index, "args");
    }
  }

  /** What stays as it is although the profile wants it otherwise, one sentence each. */
  static List<String> warnings(JsonNode pod, JsonNode gateway, Injection injection) {
    ProductSettings sets = injection.profile().sets(injection.mode());
    String container = "container " + injection.container();
    List<String> warnings = new ArrayList<>();
    new TreeMap<>(sets.env())
        .forEach((name, wanted) ->
            kept(variable(gateway, name), wanted, gateway)
                .ifPresent(value -> warnings.add(sentence(container, name, value))));
    new TreeMap<>(sets.annotations())
        .forEach((name, wanted) ->
            kept(annotation(pod, name), wanted, gateway)
                .ifPresent(value -> warnings.add(sentence("the pod", name, value))));
    new TreeMap<>(sets.options())
        .forEach((name, value) ->
            option(gateway, name)
                .filter(found -> !found.equals(value))
                .ifPresent(_ -> warnings.add(sentence(container, name, value))));
    return warnings;
  }

  private static String sentence(String where, String name, String value) {
    return "Ebbgate: %s keeps %s as it is; the profile's value is %s."
        .formatted(where, name, value);
  }

  /** The profile's value where another one stays. */
  private static Optional<String> kept(JsonNode found, ProductValue wanted, JsonNode gateway) {
    boolean same = found.asText().equals(wanted.value());
    return same || value(found, wanted, gateway).isPresent()
        ? Optional.empty()
        : Optional.of(wanted.value());
  }

  /**
   * What to write; empty where what is there stays.
   *
   * @param found a missing node where there is nothing, no text where it has another form
   */
  private static Optional<String> value(JsonNode found, ProductValue wanted, JsonNode gateway) {
    return switch (wanted) {
      case Single(String value, Set<String> replaces) ->
          Optional.of(value)
              .filter(_ ->
                  found.isMissingNode()
                      || (found.isTextual() && replaces.contains(found.textValue())));
      case Element element when found.isMissingNode() ->
          inherited(element, gateway).flatMap(element::in);
      case Element element ->
          Optional.ofNullable(found.textValue()).map(Element::of).flatMap(element::in);
    };
  }

  /** The list that the product would use; empty where it can't be read. */
  private static Optional<List<String>> inherited(Element element, JsonNode gateway) {
    Optional<Inherited> source = element.inherited();
    if (source.isEmpty()) {
      return Optional.of(List.of());
    }
    JsonNode variable = variable(gateway, source.get().variable());
    if (variable.isMissingNode()) {
      return Optional.of(List.of());
    }
    String text = variable.asText();
    if (!variable.isTextual() || text.length() > LONGEST_VARIABLE) {
      return Optional.empty();
    }
    try {
      JsonNode list = MAPPER.readTree(text).at(source.get().pointer());
      boolean texts = list.isArray() && list.valueStream().allMatch(JsonNode::isTextual);
      return texts || list.isMissingNode()
          ? Optional.of(list.valueStream().map(JsonNode::textValue).toList())
          : Optional.empty();
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
  }

  /** A variable's value; null where it has none in the manifest, missing without the variable. */
  private static JsonNode variable(JsonNode gateway, String name) {
    JsonNode variable = Tree.named(gateway.path("env"), name);
    return variable.isMissingNode()
        ? variable
        : Optional.ofNullable(variable.get("value")).orElse(MAPPER.getNodeFactory().nullNode());
  }

  private static JsonNode annotation(JsonNode pod, String name) {
    return pod.path("metadata").path("annotations").path(name);
  }

  /** An option's value in the container's command line; empty where it has none of that name. */
  static Optional<String> option(JsonNode gateway, String name) {
    List<String> words = new ArrayList<>();
    gateway.path("command").forEach(word -> words.add(word.asText()));
    gateway.path("args").forEach(word -> words.add(word.asText()));
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).equals(name)) {
        return Optional.of(i + 1 < words.size() ? words.get(i + 1) : "");
      }
      if (words.get(i).startsWith(name + "=")) {
        return Optional.of(words.get(i).substring(name.length() + 1));
      }
    }
    return Optional.empty();
  }
}
