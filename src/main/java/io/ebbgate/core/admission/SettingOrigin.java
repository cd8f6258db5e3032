package io.ebbgate.core.admission;

import io.ebbgate.core.contract.Setting;
import java.util.List;
import java.util.stream.Stream;

/**
 * A setting that holds for a pod, and who set it.
 *
 * @param value as text
 * @param origin for people: {@code pod}, {@code namespace}, {@code profile istio}, {@code chart} or
 *     {@code default}
 */
public record SettingOrigin(Setting setting, String value, String origin) {
  /** All settings in their order. */
  public static List<SettingOrigin> of(PodFacts pod, AdmissionPolicy policy, Injection injection) {
    return Stream.of(Setting.values()).map(each -> of(each, pod, policy, injection)).toList();
  }

  private static SettingOrigin of(
      Setting setting, PodFacts pod, AdmissionPolicy policy, Injection injection) {
    Profile profile = injection.profile();
    String value = injection.changed().getOrDefault(setting, setting.fallback());
    String origin =
        EffectiveSettings.requested(setting, pod, policy, profile)
            .valid()
            .filter(source -> source.value().equals(value))
            .map(RequestedValue.Source::origin)
            .orElse("default");
    return new SettingOrigin(
        setting, value, origin.equals("profile") ? "profile " + profile.name() : origin);
  }
}
