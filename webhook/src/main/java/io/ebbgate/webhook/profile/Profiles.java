package io.ebbgate.webhook.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.admission.Evidence;
import io.ebbgate.core.admission.Profile;
import io.ebbgate.core.admission.Profile.DrainVariable;
import io.ebbgate.core.admission.Profile.Treatment;
import io.ebbgate.core.contract.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads profiles from their data files. */
public final class Profiles {
  /** The files in {@code /profiles}; where two apply equally, the earlier one does. */
  private static final List<String> BUILT_IN =
      List.of(
          "istio",
          "envoy-gateway",
          "contour",
          "kourier",
          "agentgateway",
          "nginx-gateway-fabric",
          "cilium-envoy",
          "envoy");

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Profiles() {}

  /** The profiles of this version. */
  public static List<Profile> builtIn() {
    return BUILT_IN.stream().map(Profiles::load).toList();
  }

  private static Profile load(String name) {
    String path = "/profiles/" + name + ".json";
    try (InputStream file = Profiles.class.getResourceAsStream(path)) {
      if (file == null) {
        throw new IllegalStateException("the jar lacks " + path);
      }
      return parse(MAPPER.readTree(file));
    } catch (IOException broken) {
      throw new UncheckedIOException(path + " can't be read", broken);
    }
  }

  /**
   * One profile.
   *
   * @throws IllegalArgumentException naming the field that is wrong
   */
  static Profile parse(JsonNode file) {
    String container = file.path("container").asText();
    List<Evidence> evidence = new ArrayList<>();
    file.path("evidence").forEach(each -> evidence.add(evidence(each, container)));
    List<Integer> ports = new ArrayList<>();
    file.path("ignoredPorts").forEach(port -> ports.add(port.intValue()));
    Map<Setting, String> settings = new EnumMap<>(Setting.class);
    file.path("settings")
        .properties()
        .forEach(each -> settings.put(setting(each.getKey()), each.getValue().asText()));
    Map<String, DrainVariable> drainEnv = new HashMap<>();
    file.path("drainEnv")
        .properties()
        .forEach(each -> drainEnv.put(each.getKey(), variable(each.getValue())));
    return new Profile(
        text(file, "name"),
        treatment(text(file, "treatment")),
        text(file, "says"),
        evidence,
        file.path("needed").asInt(),
        text(file, "container"),
        text(file, "admin"),
        ports,
        settings,
        drainEnv);
  }

  private static Evidence evidence(JsonNode each, String container) {
    for (Evidence.Kind kind : Evidence.Kind.values()) {
      String text = each.path(kind.name().toLowerCase(Locale.ROOT)).asText();
      if (!text.isEmpty()) {
        int equals = text.indexOf('=');
        String key = equals < 0 ? text : text.substring(0, equals);
        String value = equals < 0 ? "" : text.substring(equals + 1);
        String on = each.path("on").asText(container);
        return new Evidence(kind, key, value, on, each.path("weight").asInt());
      }
    }
    throw new IllegalArgumentException(
        "evidence names none of label, annotation, container, argument, image: " + each);
  }

  /** A value, or an object of {@code value} and what it {@code replaces}. */
  private static DrainVariable variable(JsonNode tree) {
    if (!tree.isObject()) {
      return new DrainVariable(tree.asText(), Set.of());
    }
    Set<String> replaces = new HashSet<>();
    tree.path("replaces").forEach(each -> replaces.add(each.asText()));
    return new DrainVariable(text(tree, "value"), replaces);
  }

  private static Treatment treatment(String word) {
    return Arrays.stream(Treatment.values())
        .filter(each -> each.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word))
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

  private static String text(JsonNode file, String field) {
    JsonNode value = file.path(field);
    if (!value.isTextual()) {
      throw new IllegalArgumentException("a profile needs " + field + ", a text");
    }
    return value.textValue();
  }
}
