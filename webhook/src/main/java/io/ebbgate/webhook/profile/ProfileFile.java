package io.ebbgate.webhook.profile;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.admission.AddressText;
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
import io.ebbgate.core.admission.TriedVersions;
import io.ebbgate.core.config.ConfigProblem;
import io.ebbgate.core.config.ReleaseCall;
import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.contract.WireName;
import io.ebbgate.core.drain.SettingsText;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Parses a profile, JSON. An unknown field is a mistake. */
final class ProfileFile {
  private static final Set<String> FIELDS =
      Set.of(
          "name treatment says container admin needed evidence tried ignoredPorts settings sets releaseCall managerHook"
              .split(" "));
  private static final Set<String> KINDS =
      Arrays.stream(Evidence.Kind.values())
          .map(WireName::of)
          .collect(Collectors.toUnmodifiableSet());
  private static final Set<String> EVIDENCE =
      Stream.concat(KINDS.stream(), Stream.of("on", "weight"))
          .collect(Collectors.toUnmodifiableSet());
  private static final Set<String> SETTINGS =
      Arrays.stream(Setting.values())
          .map(Setting::wireName)
          .collect(Collectors.toUnmodifiableSet());

  private ProfileFile() {}

  /**
   * One profile.
   *
   * @throws ProfileMistake naming the field that is wrong
   */
  static Profile parse(JsonNode tree) {
    ProfileField file = ProfileField.root(tree).withOnly(FIELDS);
    String container = file.member("container").text();
    return new Profile(
        file.member("name").text(),
        treatment(file.member("treatment")),
        file.member("says").text(),
        all(file.member("evidence"), each -> evidence(each, container)),
        file.member("needed").number(0),
        optional(file.member("tried"), ProfileFile::tried),
        container,
        admin(file.member("admin")),
        all(file.member("ignoredPorts"), ProfileField::port),
        settings(file.member("settings")),
        sets(file.member("sets")),
        releaseCall(file.member("releaseCall")),
        optional(file.member("managerHook"), ProfileFile::managerHook));
  }

  private static <T> List<T> all(ProfileField list, Function<ProfileField, T> parse) {
    return list.elements().stream().map(parse).toList();
  }

  private static <T> Optional<T> optional(ProfileField field, Function<ProfileField, T> parse) {
    return field.value().isMissingNode() ? Optional.empty() : Optional.of(parse.apply(field));
  }

  private static Treatment treatment(ProfileField field) {
    String word = field.text();
    return Arrays.stream(Treatment.values())
        .filter(each -> each.wireName().equals(word))
        .findFirst()
        .orElseThrow(() -> field.mistake("inject, report, own-manager or exclude"));
  }

  private static Evidence evidence(ProfileField each, String container) {
    each.withOnly(EVIDENCE);
    List<Evidence.Kind> kinds =
        Arrays.stream(Evidence.Kind.values()).filter(kind -> each.has(WireName.of(kind))).toList();
    if (kinds.size() != 1) {
      throw each.mistake("one of " + String.join(", ", new TreeSet<>(KINDS)) + ", and its weight");
    }
    String text = each.member(WireName.of(kinds.getFirst())).text();
    int equals = text.indexOf('=');
    return new Evidence(
        kinds.getFirst(),
        equals < 0 ? text : text.substring(0, equals),
        equals < 0 ? "" : text.substring(equals + 1),
        each.member("on").textOr(container),
        each.member("weight").number(1));
  }

  private static TriedVersions tried(ProfileField field) {
    field.withOnly(Set.of("image", "versions"));
    return new TriedVersions(
        field.member("image").text(), all(field.member("versions"), ProfileField::text));
  }

  private static String admin(ProfileField field) {
    if (AddressText.admin(field.text()).isEmpty()) {
      throw field.mistake(AddressText.ADMIN_ALLOWED);
    }
    return field.text();
  }

  private static String releaseCall(ProfileField field) {
    String text = field.textOr("");
    if (!text.isEmpty() && ReleaseCall.parse(text).isEmpty()) {
      throw field.mistake(ReleaseCall.ALLOWED);
    }
    return text;
  }

  private static Map<Setting, String> settings(ProfileField field) {
    field.withOnly(SETTINGS);
    Map<Setting, String> settings = new EnumMap<>(Setting.class);
    field
        .members()
        .forEach((word, value) -> settings.put(Setting.named(word).orElseThrow(), value.text()));
    SettingReader reader =
        new SettingReader(
            settings.entrySet().stream()
                .collect(Collectors.toMap(each -> each.getKey().wireName(), Map.Entry::getValue)));
    var _ = SettingsText.read(reader, Setting::wireName);
    for (ConfigProblem problem : reader.problems()) {
      throw field.member(problem.setting()).mistake(problem.allowed());
    }
    return settings;
  }

  private static Map<Mode, ProductSettings> sets(ProfileField field) {
    field.withOnly(Set.of("agent", "env"));
    Map<Mode, ProductSettings> sets = new EnumMap<>(Mode.class);
    field
        .members()
        .forEach((word, value) -> sets.put(Mode.named(word).orElseThrow(), productSettings(value)));
    return sets;
  }

  private static ProductSettings productSettings(ProfileField field) {
    field.withOnly(Set.of("env", "annotations", "options"));
    Map<String, String> options = new HashMap<>();
    field.member("options").members().forEach((name, value) -> options.put(name, value.text()));
    return new ProductSettings(
        values(field.member("env")), values(field.member("annotations")), options);
  }

  private static Map<String, ProductValue> values(ProfileField field) {
    Map<String, ProductValue> values = new HashMap<>();
    field.members().forEach((name, value) -> values.put(name, value(value)));
    return values;
  }

  /**
   * A text; an object of {@code value} and what it {@code replaces}; or an {@code element} of a
   * list, which is {@code inherited} where the pod has none.
   */
  private static ProductValue value(ProfileField field) {
    if (!field.isObject()) {
      return new Single(field.text(), Set.of());
    }
    if (field.has("element")) {
      field.withOnly(Set.of("element", "inherited"));
      ProfileField element = field.member("element");
      if (element.text().contains(",")) {
        throw element.mistake("a text without a comma");
      }
      return new Element(
          element.text(), optional(field.member("inherited"), ProfileFile::inherited));
    }
    field.withOnly(Set.of("value", "replaces"));
    return new Single(
        field.member("value").text(),
        Set.copyOf(all(field.member("replaces"), ProfileField::text)));
  }

  private static Inherited inherited(ProfileField field) {
    field.withOnly(Set.of("env", "pointer"));
    ProfileField pointer = field.member("pointer");
    if (!pointer.text().startsWith("/")) {
      throw pointer.mistake("a JSON pointer such as /list");
    }
    return new Inherited(field.member("env").text(), pointer.text());
  }

  private static ManagerHook managerHook(ProfileField field) {
    field.withOnly(Set.of("container", "path", "port"));
    return new ManagerHook(
        field.member("container").text(), field.member("path").text(), field.member("port").port());
  }
}
