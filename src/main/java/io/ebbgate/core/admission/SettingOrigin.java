package io.ebbgate.core.admission;

import io.ebbgate.core.contract.Setting;
import java.util.List;
import java.util.stream.Stream;

/**
 * A setting that holds for a pod, and who set it.
 *
 * @param value as text
 * @param origin for people: {@code annotation}, {@code profile istio}, {@code chart} or {@code
 *     default}
 */
public record SettingOrigin(Setting setting, String value, String origin) {
  /** All settings in their order. */
  public static List<SettingOrigin> of(PodFacts pod, AdmissionPolicy policy, Injection injection) {
    return Stream.of(Setting.values()).map(each -> of(each, pod, policy, injection)).toList();
  }

  private static SettingOrigin of(
      Setting setting, PodFacts pod, AdmissionPolicy policy, Injection injection) {
    String value = injection.changed().getOrDefault(setting, setting.fallback());
    Profile profile = injection.profile();
    String origin = "default";
    if (value.equals(pod.annotations().get(setting.annotation()))) {
      origin = "annotation";
    } else if (value.equals(profile.settings().get(setting))) {
      origin = "profile " + profile.name();
    } else if (value.equals(policy.defaults().get(setting))) {
      origin = "chart";
    }
    return new SettingOrigin(setting, value, origin);
  }
}
