package io.ebbgate.webhook.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import io.ebbgate.core.admission.Evidence;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.ProductSettings;
import io.ebbgate.core.admission.ProductValue;
import io.ebbgate.core.admission.ProductValue.Element;
import io.ebbgate.core.admission.ProductValue.Inherited;
import io.ebbgate.core.admission.ProductValue.Single;
import io.ebbgate.core.admission.Profile;
import io.ebbgate.core.admission.Profile.ManagerHook;
import io.ebbgate.core.admission.Profile.Treatment;
import io.ebbgate.core.config.ConfigProblem;
import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.contract.WireName;
import io.ebbgate.core.drain.SettingsText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Parses a profile, JSON. An unknown field is a mistake. */
final class ProfileFile {
  private static final Set<String> FIELDS =
      Set.of(
          "name treatment says container admin needed evidence ignoredPorts settings sets releaseCall managerHook"
              .split(" "));
  private static final Set<String> EVIDENCE =
      Stream.concat(
              Arrays.stream(Evidence.Kind.values()).map(WireName::of), Stream.of("on", "weight"))
          .collect(Collectors.toUnmodifiableSet());
  private static final int LARGEST_PORT = 65_535;

  private ProfileFile() {}

  /**
   * One profile.
   *
   * @throws IllegalArgumentException naming the field that is wrong, without a full stop
   */
  static Profile parse(JsonNode file) {
    if (!file.isObject()) {
      throw new IllegalArgumentException("a profile is an object");
    }
    only(FIELDS, "a profile", file);
    String container = text(file, "container");
    List<Evidence> evidence = new ArrayList<>();
    list(file, "evidence").forEach(each -> evidence.add(evidence(each, container)));
    List<Integer> ports = new ArrayList<>();
    list(file, "ignoredPorts").forEach(port -> ports.add(port("ignoredPorts", port)));
    Map<Setting, String> settings = new EnumMap<>(Setting.class);
    map(file, "settings")
        .properties()
        .forEach(each -> settings.put(setting(each.getKey()), each.getValue().asText()));
    readable(settings);
    Map<Mode, ProductSettings> sets = new EnumMap<>(Mode.class);
    map(file, "sets")
        .properties()
        .forEach(each -> sets.put(mode(each.getKey()), productSettings(each.getValue())));
    return new Profile(
        text(file, "name"),
        treatment(text(file, "treatment")),
        text(file, "says"),
        evidence,
        number(file, "needed"),
        container,
        text(file, "admin"),
        ports,
        settings,
        sets,
        file.path("releaseCall").asText(),
        managerHook(file.path("managerHook")));
  }

  private static void readable(Map<Setting, String> settings) {
    SettingReader reader =
        new SettingReader(
            settings.entrySet().stream()
                .collect(Collectors.toMap(each -> each.getKey().wireName(), Map.Entry::getValue)));
    var _ = SettingsText.read(reader, Setting::wireName);
    for (ConfigProblem problem : reader.problems()) {
      throw new IllegalArgumentException(
          problem.setting() + " is " + problem.found() + "; allowed is " + problem.allowed());
    }
  }

  private static Evidence evidence(JsonNode each, String container) {
    only(EVIDENCE, "evidence", each);
    for (Evidence.Kind kind : Evidence.Kind.values()) {
      String text = each.path(WireName.of(kind)).asText();
      if (!text.isEmpty()) {
        int equals = text.indexOf('=');
        String key = equals < 0 ? text : text.substring(0, equals);
        String value = equals < 0 ? "" : text.substring(equals + 1);
        String on = each.path("on").asText(container);
        return new Evidence(kind, key, value, on, number(each, "weight"));
      }
    }
    throw new IllegalArgumentException(
        "evidence names none of label, annotation, container, argument, image: " + each);
  }

  private static Mode mode(String word) {
    return Mode.named(word)
        .filter(mode -> mode == Mode.AGENT || mode == Mode.ENV)
        .orElseThrow(
            () -> new IllegalArgumentException("sets has " + word + "; allowed is agent or env"));
  }

  private static ProductSettings productSettings(JsonNode tree) {
    only(Set.of("env", "annotations", "options"), "a mode of sets", tree);
    Map<String, String> options = new HashMap<>();
    map(tree, "options")
        .properties()
        .forEach(each -> options.put(each.getKey(), each.getValue().asText()));
    return new ProductSettings(values(tree, "env"), values(tree, "annotations"), options);
  }

  private static Map<String, ProductValue> values(JsonNode tree, String field) {
    Map<String, ProductValue> values = new HashMap<>();
    map(tree, field)
        .properties()
        .forEach(each -> values.put(each.getKey(), value(each.getValue())));
    return values;
  }

  /**
   * A text; an object of {@code value} and what it {@code replaces}; or an {@code element} of a
   * list, which is {@code inherited} where the pod has none.
   */
  private static ProductValue value(JsonNode tree) {
    if (!tree.isObject()) {
      return new Single(tree.asText(), Set.of());
    }
    if (tree.has("element")) {
      only(Set.of("element", "inherited"), "an element of sets", tree);
      return new Element(text(tree, "element"), inherited(tree.path("inherited")));
    }
    only(Set.of("value", "replaces"), "a value of sets", tree);
    Set<String> replaces = new HashSet<>();
    list(tree, "replaces").forEach(each -> replaces.add(each.asText()));
    return new Single(text(tree, "value"), replaces);
  }

  private static Optional<Inherited> inherited(JsonNode tree) {
    if (tree.isMissingNode()) {
      return Optional.empty();
    }
    only(Set.of("env", "pointer"), "inherited", tree);
    String pointer = text(tree, "pointer");
    if (!pointer.startsWith("/")) {
      throw new IllegalArgumentException(
          "pointer is " + pointer + "; allowed is a JSON pointer such as /list");
    }
    return Optional.of(new Inherited(text(tree, "env"), pointer));
  }

  private static Optional<ManagerHook> managerHook(JsonNode tree) {
    if (tree.isMissingNode()) {
      return Optional.empty();
    }
    only(Set.of("container", "path", "port"), "managerHook", tree);
    return Optional.of(
        new ManagerHook(
            text(tree, "container"), text(tree, "path"), port("managerHook", tree.path("port"))));
  }

  private static Treatment treatment(String word) {
    return Arrays.stream(Treatment.values())
        .filter(each -> WireName.of(each).replace('_', '-').equals(word))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "treatment is " + word + "; allowed is inject, report, own-manager or exclude"));
  }

  private static Setting setting(String word) {
    return Setting.named(word)
        .orElseThrow(
            () -> new IllegalArgumentException("settings has " + word + ", which is no setting"));
  }

  private static int port(String field, JsonNode port) {
    if (!port.isInt() || port.intValue() < 1 || port.intValue() > LARGEST_PORT) {
      throw new IllegalArgumentException(field + " has " + port + ", which is no port");
    }
    return port.intValue();
  }

  private static String text(JsonNode file, String field) {
    JsonNode value = file.path(field);
    if (!value.isTextual()) {
      throw new IllegalArgumentException("a profile needs " + field + ", a text");
    }
    return value.textValue();
  }

  private static int number(JsonNode file, String field) {
    JsonNode value = file.path(field);
    if (value.isMissingNode() || (value.isInt() && value.intValue() >= 0)) {
      return value.intValue();
    }
    throw new IllegalArgumentException(field + " is " + value + "; allowed is a number from 0");
  }

  private static JsonNode list(JsonNode file, String field) {
    return absentOr(JsonNodeType.ARRAY, "list", file, field);
  }

  private static JsonNode map(JsonNode file, String field) {
    return absentOr(JsonNodeType.OBJECT, "object", file, field);
  }

  private static JsonNode absentOr(JsonNodeType type, String word, JsonNode file, String field) {
    JsonNode value = file.path(field);
    if (value.isMissingNode() || value.getNodeType() == type) {
      return value;
    }
    throw new IllegalArgumentException(field + " is no " + word);
  }

  private static void only(Set<String> known, String what, JsonNode tree) {
    for (Map.Entry<String, JsonNode> each : tree.properties()) {
      if (!known.contains(each.getKey())) {
        throw new IllegalArgumentException(what + " has no " + each.getKey());
      }
    }
  }
}
