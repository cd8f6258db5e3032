package io.ebbgate.core.admission;

import io.ebbgate.core.admission.RequestedValue.Invalid;
import io.ebbgate.core.admission.RequestedValue.Source;
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

/**
 * The settings that hold for a pod. Of pod, namespace, profile and chart, in this order, the first
 * valid value wins.
 *
 * @param changed settings that differ from their default, as text
 * @param drain the same settings with all others, typed
 * @param origins where each that is set comes from, {@code drain-timeout 90s from namespace}
 * @param invalid values that can't be read
 */
record EffectiveSettings(
    Map<Setting, String> changed,
    DrainSettings drain,
    Map<Setting, String> origins,
    List<Invalid> invalid) {

  static EffectiveSettings of(PodFacts pod, AdmissionPolicy policy, Profile profile) {
    Map<String, String> chosen = new HashMap<>();
    Map<Setting, String> changed = new EnumMap<>(Setting.class);
    Map<Setting, String> origins = new EnumMap<>(Setting.class);
    List<Invalid> invalid = new ArrayList<>();
    for (Setting setting : Setting.values()) {
      RequestedValue requested = requested(setting, pod, policy, profile);
      invalid.addAll(requested.invalid());
      String value = requested.valid().map(Source::value).orElse(setting.fallback());
      chosen.put(setting.wireName(), value);
      requested.valid().ifPresent(source -> origins.put(setting, source.text(setting.wireName())));
      if (!value.equals(setting.fallback())) {
        changed.put(setting, value);
      }
    }
    return new EffectiveSettings(
        changed, SettingsText.read(new SettingReader(chosen), Setting::wireName), origins, invalid);
  }

  /** What is asked for of one setting. */
  static RequestedValue requested(
      Setting setting, PodFacts pod, AdmissionPolicy policy, Profile profile) {
    return RequestedValue.first(
        sources(setting, pod, policy, profile), setting::accepts, setting.kind().allowed());
  }

  /** The same without {@code force-close}. */
  EffectiveSettings withoutForceClose() {
    return new EffectiveSettings(
        without(Setting.FORCE_CLOSE, changed),
        drain.withoutForceClose(),
        without(Setting.FORCE_CLOSE, origins),
        invalid);
  }

  private static Map<Setting, String> without(Setting setting, Map<Setting, String> all) {
    Map<Setting, String> others = new EnumMap<>(Setting.class);
    others.putAll(all);
    others.remove(setting);
    return others;
  }

  private static List<Source> sources(
      Setting setting, PodFacts pod, AdmissionPolicy policy, Profile profile) {
    return List.of(
        Source.ofPod(setting.annotation(), pod),
        Source.ofNamespace(setting.annotation(), pod.namespace()),
        new Source(
            "profile",
            setting.wireName() + " of profile " + profile.name(),
            profile.settings().getOrDefault(setting, "")),
        new Source(
            "chart", WebhookEnv.defaultOf(setting), policy.defaults().getOrDefault(setting, "")));
  }
}
