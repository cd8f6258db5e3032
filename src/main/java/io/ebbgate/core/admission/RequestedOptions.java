package io.ebbgate.core.admission;

import io.ebbgate.core.admission.Profile.ManagerHook;
import io.ebbgate.core.admission.RequestedValue.Invalid;
import io.ebbgate.core.admission.RequestedValue.Source;
import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.config.StopOrder;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Ports;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.contract.SidecarResource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the annotations of the pod and of its namespace, the profile and the chart ask for together;
 * the pod wins over the namespace, the namespace over the profile, the profile over the chart.
 *
 * @param modeSource who asks for the mode; empty where it is the chart's
 * @param takenOver the product has a drain manager, whose hook is replaced unless the pod keeps it
 * @param managerHook what the manager's own container has instead of its hook
 * @param invalid values that can't be read, of settings and of others
 */
record RequestedOptions(
    Mode mode,
    Optional<Source> modeSource,
    boolean replaceHook,
    boolean takenOver,
    Optional<ManagerHook> managerHook,
    String admin,
    String control,
    SelectiveClose selectiveClose,
    Map<SidecarResource, String> resources,
    EffectiveSettings settings,
    List<Invalid> invalid) {

  static RequestedOptions read(PodFacts pod, AdmissionPolicy policy, Profile profile) {
    EffectiveSettings asked = EffectiveSettings.of(pod, policy, profile);
    SettingReader reader = new SettingReader(pod.annotations());
    RequestedValue mode = mode(pod);
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
    boolean selective = reader.flag(Annotations.SELECTIVE_CLOSE);
    Map<SidecarResource, String> ofPod =
        RequestedResources.read(reader, SidecarResource::annotation);
    SettingReader namespace = sizes(pod.namespace(), ofPod);
    Map<SidecarResource, String> ofNamespace =
        RequestedResources.read(namespace, each -> pod.namespace().nameOf(each.annotation()));
    Map<SidecarResource, String> resources =
        RequestedResources.both(ofPod, RequestedResources.both(ofNamespace, policy.resources()));
    List<Invalid> invalid = new ArrayList<>(asked.invalid());
    invalid.addAll(mode.invalid());
    Stream.of(reader, namespace)
        .flatMap(each -> each.problems().stream())
        .forEach(problem -> invalid.add(Invalid.of(problem, "The default is used.")));
    SelectiveClose close = SelectiveClose.of(pod, policy, selective, admin);
    return new RequestedOptions(
        mode.valid().flatMap(source -> Mode.named(source.value())).orElse(policy.defaultMode()),
        mode.valid(),
        replace,
        takenOver,
        profile.managerHook(),
        admin,
        control,
        close,
        resources,
        asked,
        invalid);
  }

  private static RequestedValue mode(PodFacts pod) {
    return RequestedValue.first(
        List.of(
            Source.ofPod(Annotations.MODE, pod),
            Source.ofNamespace(Annotations.MODE, pod.namespace())),
        word -> Mode.named(word).isPresent(),
        Mode.ALLOWED);
  }

  /** The namespace's requests and limits, but for those that the pod names itself. */
  private static SettingReader sizes(NamespaceFacts namespace, Map<SidecarResource, String> ofPod) {
    Map<String, String> sizes = new HashMap<>();
    for (SidecarResource each : SidecarResource.values()) {
      if (!ofPod.containsKey(each)) {
        sizes.put(namespace.nameOf(each.annotation()), namespace.value(each.annotation()));
      }
    }
    return new SettingReader(sizes);
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
      notes.add(
          managerHook
              .map(Profile.ManagerHook::warning)
              .orElse("Ebbgate: the product's own drain manager still runs beside the sidecar."));
    }
    if (selectiveClose != SelectiveClose.NOT_REQUESTED) {
      notes.add(selectiveClose.warning());
    }
    if (forceCloseRefused()) {
      notes.add(
          "Ebbgate: %s is %s, which is refused: %s. Connections that are left are cut when the gateway exits."
              .formatted(
                  Setting.FORCE_CLOSE.annotation(),
                  settings.changed().get(Setting.FORCE_CLOSE),
                  selectiveClose.reason()));
    }
    return notes;
  }

  /** Never a reason to refuse the pod, not in strict mode either: the gateway works without. */
  private boolean forceCloseRefused() {
    return selectiveClose != SelectiveClose.ON
        && settings.changed().containsKey(Setting.FORCE_CLOSE);
  }

  private List<String> origins(EffectiveSettings granted) {
    return Stream.concat(
            modeSource.map(source -> source.text("mode")).stream(),
            granted.origins().values().stream())
        .toList();
  }

  Injection injection(PodFacts pod, Profile profile, String container, SidecarStyle style) {
    List<String> warnings = notes();
    invalid.forEach(each -> warnings.add("Ebbgate: " + each.problem() + " " + each.instead()));
    EffectiveSettings granted = forceCloseRefused() ? settings.withoutForceClose() : settings;
    StopOrder order = mode == Mode.AGENT ? granted.drain().stopOrder() : StopOrder.NONE;
    HeldContainers held = HeldContainers.of(pod, container, order);
    warnings.addAll(held.warnings());
    return new Injection(
        profile,
        container,
        mode,
        style,
        pod.hostNetwork(),
        admin,
        control,
        selectiveClose,
        resources,
        granted.changed(),
        granted.drain(),
        held.names(),
        profile.evidenceIn(pod),
        origins(granted),
        warnings);
  }
}
