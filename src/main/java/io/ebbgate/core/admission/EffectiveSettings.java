package io.ebbgate.core.admission;

import io.ebbgate.core.config.ConfigProblem;
import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.contract.WebhookEnv;
import io.ebbgate.core.drain.DrainSettings;
import io.ebbgate.core.drain.SettingsText;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings that hold for a pod. Of pod, profile and chart, in this order, the first valid value
 * wins.
 *
 * @param changed settings that differ from their default, as text
 * @param drain the same settings with all others, typed
 * @param invalid values that can't be read
 */
record EffectiveSettings(Map<Setting, String> changed, DrainSettings drain, List<Invalid> invalid) {
  /**
   * A value that can't be read.
   *
   * @param problem a sentence
   * @param instead what is used in its place, a sentence
   */
  record Invalid(String problem, String instead) {
    static Invalid of(ConfigProblem problem, String instead) {
      return new Invalid(problem.sentence(), instead);
    }
  }

  /** A value, what it is called where it stands, and what is said where it is used in its turn. */
  private record Source(String name, String value, String used) {}

  static EffectiveSettings of(PodFacts pod, AdmissionPolicy policy, Profile profile) {
    Map<String, String> chosen = new HashMap<>();
    Map<Setting, String> changed = new EnumMap<>(Setting.class);
    List<Invalid> invalid = new ArrayList<>();
    for (Setting setting : Setting.values()) {
      List<Source> sources = sources(setting, pod, policy, profile);
      Optional<Source> valid =
          sources.stream().filter(source -> setting.accepts(source.value())).findFirst();
      String instead = valid.map(Source::used).orElse("The default is used.");
      sources.stream()
          .takeWhile(source -> valid.filter(source::equals).isEmpty())
          .map(source -> problem(setting, source))
          .forEach(problem -> invalid.add(Invalid.of(problem, instead)));
      String value = valid.map(Source::value).orElse(setting.fallback());
      chosen.put(setting.wireName(), value);
      if (!value.equals(setting.fallback())) {
        changed.put(setting, value);
      }
    }
    return new EffectiveSettings(
        changed, SettingsText.read(new SettingReader(chosen), Setting::wireName), invalid);
  }

  /** The same without {@code force-close}. */
  EffectiveSettings withoutForceClose() {
    Map<Setting, String> others = new EnumMap<>(Setting.class);
    others.putAll(changed);
    others.remove(Setting.FORCE_CLOSE);
    return new EffectiveSettings(others, drain.withoutForceClose(), invalid);
  }

  /** In the order in which they are valid; who says nothing has none. */
  private static List<Source> sources(
      Setting setting, PodFacts pod, AdmissionPolicy policy, Profile profile) {
    String ofPod = pod.annotations().getOrDefault(setting.annotation(), "");
    String ofProfile = profile.settings().getOrDefault(setting, "");
    String ofChart = policy.defaults().getOrDefault(setting, "");
    return Stream.of(
            new Source(setting.annotation(), ofPod, ""),
            new Source(
                setting.wireName() + " of profile " + profile.name(),
                ofProfile,
                "The profile's " + ofProfile + " is used."),
            new Source(
                WebhookEnv.defaultOf(setting), ofChart, "The chart's " + ofChart + " is used."))
        .filter(source -> !source.value().isEmpty())
        .toList();
  }

  private static ConfigProblem problem(Setting setting, Source source) {
    return new ConfigProblem(source.name(), '"' + source.value() + '"', setting.kind().allowed());
  }
}
