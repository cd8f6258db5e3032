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
 * Each setting as the first asks for it who can be read: the pod, the profile, the chart.
 *
 * @param changed settings that differ from their default, as text
 * @param drain the same settings with all others, typed
 * @param unread values that can't be read
 */
record Asked(Map<Setting, String> changed, DrainSettings drain, List<Unread> unread) {
  /**
   * A value that can't be read.
   *
   * @param problem a sentence
   * @param instead what is used in its place, a sentence
   */
  record Unread(String problem, String instead) {
    static Unread of(ConfigProblem problem, String instead) {
      return new Unread(problem.sentence(), instead);
    }
  }

  /** A value, what it is called where it stands, and what is said where it is used in its turn. */
  private record Voice(String name, String value, String used) {}

  static Asked of(PodFacts pod, AdmissionPolicy policy, Profile profile) {
    Map<String, String> source = new HashMap<>();
    Map<Setting, String> changed = new EnumMap<>(Setting.class);
    List<Unread> unread = new ArrayList<>();
    for (Setting setting : Setting.values()) {
      List<Voice> voices = voices(setting, pod, policy, profile);
      Optional<Voice> heard =
          voices.stream().filter(voice -> SettingsText.reads(setting, voice.value())).findFirst();
      String instead = heard.map(Voice::used).orElse("The default is used.");
      voices.stream()
          .takeWhile(voice -> heard.filter(voice::equals).isEmpty())
          .map(voice -> problem(setting, voice))
          .forEach(problem -> unread.add(Unread.of(problem, instead)));
      String value = heard.map(Voice::value).orElse(setting.fallback());
      source.put(setting.word(), value);
      if (!value.equals(setting.fallback())) {
        changed.put(setting, value);
      }
    }
    return new Asked(changed, SettingsText.read(new SettingReader(source), Setting::word), unread);
  }

  /** In the order in which they are heard; who says nothing has none. */
  private static List<Voice> voices(
      Setting setting, PodFacts pod, AdmissionPolicy policy, Profile profile) {
    String ofPod = pod.annotations().getOrDefault(setting.annotation(), "");
    String ofProfile = profile.settings().getOrDefault(setting, "");
    String ofChart = policy.defaults().getOrDefault(setting, "");
    return Stream.of(
            new Voice(setting.annotation(), ofPod, ""),
            new Voice(
                setting.word() + " of profile " + profile.name(),
                ofProfile,
                "The profile's " + ofProfile + " is used."),
            new Voice(
                WebhookEnv.defaultOf(setting), ofChart, "The chart's " + ofChart + " is used."))
        .filter(voice -> !voice.value().isEmpty())
        .toList();
  }

  private static ConfigProblem problem(Setting setting, Voice voice) {
    return new ConfigProblem(voice.name(), '"' + voice.value() + '"', setting.kind().allowed());
  }
}
