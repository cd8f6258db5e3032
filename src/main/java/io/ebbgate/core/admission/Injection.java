package io.ebbgate.core.admission;

import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.contract.SidecarResource;
import io.ebbgate.core.drain.DrainSettings;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What is to be added to a pod.
 *
 * @param container the gateway container's name
 * @param mode {@code AGENT}, {@code SLEEP} or {@code ENV}
 * @param admin for the sidecar's environment: {@code host:port} or {@code unix:/path}
 * @param control for the sidecar's environment: {@code host:port}
 * @param selectiveClose where it is on, the sidecar runs as user 0 with the capability NET_ADMIN
 * @param resources requests and limits of the sidecar that the pod or the chart names, as text
 * @param changed settings that differ from their default, as text
 * @param drain the same settings with all others, typed
 * @param held containers of the settings' stop order that get a hook of ours
 * @param evidence why the profile applies, for people
 * @param origins where mode and settings come from, {@code drain-timeout 90s from namespace}
 * @param warnings what people should know, one sentence each
 */
public record Injection(
    Profile profile,
    String container,
    Mode mode,
    SidecarStyle style,
    boolean hostNetwork,
    String admin,
    String control,
    SelectiveClose selectiveClose,
    Map<SidecarResource, String> resources,
    Map<Setting, String> changed,
    DrainSettings drain,
    List<String> held,
    List<String> evidence,
    List<String> origins,
    List<String> warnings) {
  public Injection {
    resources = Map.copyOf(resources);
    changed = Map.copyOf(changed);
    held = List.copyOf(held);
    evidence = List.copyOf(evidence);
    origins = List.copyOf(origins);
    warnings = List.copyOf(warnings);
  }

  /** The same with these warnings in the place of its own. */
  Injection warning(List<String> others) {
    return new Injection(
        profile,
        container,
        mode,
        style,
        hostNetwork,
        admin,
        control,
        selectiveClose,
        resources,
        changed,
        drain,
        held,
        evidence,
        origins,
        others);
  }

  /** Warnings of what was requested and is done: its effect is easily overlooked. */
  public List<String> confirmations() {
    Stream<String> close =
        selectiveClose == SelectiveClose.ON ? Stream.of(selectiveClose.warning()) : Stream.empty();
    return Stream.concat(close, profile.managerHook().map(Profile.ManagerHook::warning).stream())
        .toList();
  }

  /** Settings in the order of {@link Setting}, one a line: input of the token and of the hash. */
  public String settingsText() {
    return lines(Setting.values(), Setting::wireName, changed);
  }

  /** Requests and limits that are named, one a line: input of the hash. */
  String resourcesText() {
    return lines(SidecarResource.values(), SidecarResource::wireName, resources);
  }

  private static <K> String lines(K[] order, Function<K, String> name, Map<K, String> values) {
    StringBuilder text = new StringBuilder();
    for (K key : order) {
      String value = values.get(key);
      if (value != null) {
        text.append(name.apply(key)).append('=').append(value).append('\n');
      }
    }
    return text.toString();
  }
}
