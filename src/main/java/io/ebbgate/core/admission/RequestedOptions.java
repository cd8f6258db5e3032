package io.ebbgate.core.admission;

import io.ebbgate.core.admission.EffectiveSettings.Invalid;
import io.ebbgate.core.config.ConfigProblem;
import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Ports;
import io.ebbgate.core.contract.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the pod's annotations, the profile and the chart ask for together; the pod wins over the
 * profile, the profile over the chart. A namespace's annotations would come second, but a review
 * does not carry them and the webhook calls no API server while it answers.
 *
 * @param takenOver the product has a drain manager, whose hook is replaced unless the pod keeps it
 * @param invalid values that can't be read, of settings and of others
 */
record RequestedOptions(
    Mode mode,
    boolean replaceHook,
    boolean takenOver,
    String admin,
    String control,
    EffectiveSettings settings,
    List<Invalid> invalid) {

  static RequestedOptions read(PodFacts pod, AdmissionPolicy policy, Profile profile) {
    EffectiveSettings asked = EffectiveSettings.of(pod, policy, profile);
    SettingReader reader = new SettingReader(pod.annotations());
    Mode mode =
        reader.value(Annotations.MODE, policy.defaultMode().wireName(), Mode.ALLOWED, Mode::named);
    boolean takenOver = profile.treatment() == Profile.Treatment.OWN_MANAGER;
    boolean replace =
        reader.value(
            Annotations.EXISTING_HOOK,
            takenOver ? "replace" : "keep",
            "keep or replace",
            RequestedOptions::replaces);
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
    List<Invalid> invalid = new ArrayList<>(asked.invalid());
    for (ConfigProblem problem : reader.problems()) {
      invalid.add(Invalid.of(problem, "The default is used."));
    }
    return new RequestedOptions(mode, replace, takenOver, admin, control, asked, invalid);
  }

  private static Optional<Boolean> replaces(String text) {
    return switch (text) {
      case "keep" -> Optional.of(false);
      case "replace" -> Optional.of(true);
      default -> Optional.empty();
    };
  }

  /** Warnings about options without an effect yet, or with one that is easily overlooked. */
  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (takenOver) {
      notes.add("Ebbgate: the product's own drain manager still runs beside the sidecar.");
    }
    for (Setting later : List.of(Setting.FORCE_CLOSE, Setting.STOP_ORDER)) {
      if (settings.changed().containsKey(later)) {
        notes.add("Ebbgate: " + later.annotation() + " has no effect in this version.");
      }
    }
    return notes;
  }

  Injection injection(PodFacts pod, Profile profile, String container, SidecarStyle style) {
    List<String> warnings = notes();
    invalid.forEach(each -> warnings.add("Ebbgate: " + each.problem() + " " + each.instead()));
    return new Injection(
        profile,
        container,
        mode,
        style,
        pod.hostNetwork(),
        admin,
        control,
        settings.changed(),
        settings.drain(),
        profile.evidenceIn(pod),
        warnings);
  }
}
