package io.ebbgate.core.admission;

import io.ebbgate.core.config.ConfigProblem;
import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Ports;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.drain.DrainSettings;
import io.ebbgate.core.drain.SettingsText;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the pod's annotations, the profile and the chart ask for together; the pod wins over the
 * profile, the profile over the chart. A namespace's annotations would come second, but a review
 * does not carry them and the webhook asks nobody while it answers.
 *
 * @param changed settings that differ from their default, as text
 * @param problems values that can't be read, one sentence each; their defaults are used
 */
record Wishes(
    Mode mode,
    boolean replaceHook,
    String admin,
    String control,
    Map<Setting, String> changed,
    DrainSettings drain,
    List<String> problems,
    List<String> notes) {

  static Wishes read(PodFacts pod, AdmissionPolicy policy, Profile profile) {
    Map<String, String> source = new HashMap<>(pod.annotations());
    Map<Setting, String> asked = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      String value = wished(setting, pod, policy, profile);
      source.put(setting.annotation(), value);
      if (!value.equals(setting.fallback())) {
        asked.put(setting, value);
      }
    }
    SettingReader reader = new SettingReader(source);
    DrainSettings drain = SettingsText.read(reader, Setting::annotation);
    reader.problems().forEach(problem -> asked.keySet().removeIf(named(problem)));
    Mode mode =
        reader.value(Annotations.MODE, policy.defaultMode().word(), Mode.ALLOWED, Mode::named);
    boolean replace =
        reader.value(Annotations.EXISTING_HOOK, "keep", "keep or replace", Wishes::replaces);
    String admin =
        reader.value(
            Annotations.ADMIN_ADDRESS,
            profile.admin(),
            AddressText.ADMIN_ALLOWED,
            AddressText::admin);
    String control =
        reader.value(
            Annotations.CONTROL_ADDRESS,
            "127.0.0.1:" + Ports.CONTROL,
            AddressText.CONTROL_ALLOWED,
            AddressText::control);
    List<String> problems = reader.problems().stream().map(ConfigProblem::sentence).toList();
    return new Wishes(mode, replace, admin, control, asked, drain, problems, notes(asked));
  }

  private static String wished(
      Setting setting, PodFacts pod, AdmissionPolicy policy, Profile profile) {
    return Optional.ofNullable(pod.annotations().get(setting.annotation()))
        .or(() -> Optional.ofNullable(profile.settings().get(setting)))
        .or(() -> Optional.ofNullable(policy.defaults().get(setting)))
        .filter(value -> !value.isEmpty())
        .orElse(setting.fallback());
  }

  private static Predicate<Setting> named(ConfigProblem problem) {
    return setting -> setting.annotation().equals(problem.setting());
  }

  private static Optional<Boolean> replaces(String text) {
    return switch (text) {
      case "keep" -> Optional.of(false);
      case "replace" -> Optional.of(true);
      default -> Optional.empty();
    };
  }

  /** Settings whose effect is still to come say so instead of doing nothing silently. */
  private static List<String> notes(Map<Setting, String> asked) {
    List<String> notes = new ArrayList<>();
    for (Setting later : List.of(Setting.FORCE_CLOSE, Setting.STOP_ORDER)) {
      if (asked.containsKey(later)) {
        notes.add("Ebbgate: " + later.annotation() + " has no effect in this version.");
      }
    }
    return notes;
  }

  Injection injection(PodFacts pod, Profile profile, String container, SidecarStyle style) {
    List<String> warnings = new ArrayList<>(notes);
    problems.forEach(problem -> warnings.add("Ebbgate: " + problem + " The default is used."));
    return new Injection(
        profile,
        container,
        mode,
        style,
        pod.hostNetwork(),
        admin,
        control,
        changed,
        drain,
        profile.evidenceIn(pod),
        warnings);
  }
}
