package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.Injection;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.Profile;
import io.ebbgate.core.admission.ReviewBudget;
import io.ebbgate.core.admission.SelectiveClose;
import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.contract.SidecarResource;
import io.ebbgate.core.drain.SettingsText;
import io.ebbgate.webhook.profile.Profiles;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Injections into a container called {@code envoy}: the defaults, but for what a test is about. */
record Injections(
    String profile,
    Mode mode,
    SidecarStyle style,
    boolean hostNetwork,
    String admin,
    String control,
    Map<SidecarResource, String> resources,
    Map<Setting, String> settings) {
  static final PatchInputs INPUTS =
      new PatchInputs(
          new PodToken("not-a-token", Optional.empty()),
          "ebbgate/drain-sidecar:1",
          Optional.empty(),
          List.of(),
          "0",
          "injected",
          "1",
          Optional.empty(),
          LimitRanges.NONE);

  /** The patch that a review of this pod would make. */
  static Patch patch(ObjectNode pod, Injection injection) {
    PatchInputs inputs =
        new PatchInputs(
            INPUTS.token(),
            INPUTS.image(),
            INPUTS.observer(),
            INPUTS.pullSecrets(),
            INPUTS.hash(),
            INPUTS.reason(),
            INPUTS.version(),
            InjectionStatus.in(pod),
            INPUTS.ranges());
    return PodPatch.of(pod, injection, inputs);
  }

  static Optional<String> problem(ObjectNode pod, Patch patch, Injection injection) {
    return SelfCheck.problem(
        pod, patch, injection, InjectionStatus.in(pod), ReviewBudget.unlimited());
  }

  static Injections mode(Mode mode) {
    return new Injections(
        "envoy",
        mode,
        SidecarStyle.NATIVE,
        false,
        "127.0.0.1:9901",
        "127.0.0.1:15981",
        Map.of(),
        Map.of());
  }

  static Injection agent() {
    return mode(Mode.AGENT).make();
  }

  static Injection agent(String admin) {
    return mode(Mode.AGENT).admin(admin).make();
  }

  Injections profile(String name) {
    return new Injections(name, mode, style, hostNetwork, admin, control, resources, settings);
  }

  Injections style(SidecarStyle other) {
    return new Injections(profile, mode, other, hostNetwork, admin, control, resources, settings);
  }

  Injections onHostNetwork() {
    return new Injections(profile, mode, style, true, admin, control, resources, settings);
  }

  Injections admin(String address) {
    return new Injections(profile, mode, style, hostNetwork, address, control, resources, settings);
  }

  Injections control(String address) {
    return new Injections(profile, mode, style, hostNetwork, admin, address, resources, settings);
  }

  Injections with(Setting setting, String value) {
    Map<Setting, String> more = new EnumMap<>(Setting.class);
    more.putAll(settings);
    more.put(setting, value);
    return new Injections(profile, mode, style, hostNetwork, admin, control, resources, more);
  }

  Injections with(SidecarResource resource, String amount) {
    Map<SidecarResource, String> more = new EnumMap<>(SidecarResource.class);
    more.putAll(resources);
    more.put(resource, amount);
    return new Injections(profile, mode, style, hostNetwork, admin, control, more, settings);
  }

  Injection make() {
    Profile found =
        Profiles.builtIn().stream()
            .filter(each -> each.name().equals(profile))
            .findFirst()
            .orElseThrow();
    Map<String, String> source = new HashMap<>();
    settings.forEach((setting, value) -> source.put(setting.annotation(), value));
    return new Injection(
        found,
        "envoy",
        mode,
        style,
        hostNetwork,
        admin,
        control,
        SelectiveClose.NOT_REQUESTED,
        resources,
        settings,
        SettingsText.read(new SettingReader(source), Setting::annotation),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }
}
