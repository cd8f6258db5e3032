package io.ebbgate.core.admission;

import io.ebbgate.core.config.NearestName;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Labels;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.contract.SidecarResource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Annotations and labels with our prefix that have no meaning where they are, most often typing
 * errors.
 */
final class UnknownAnnotations {
  /** At most this many warnings. */
  private static final int MOST = 5;

  /** At most this edit distance counts as a typing error. */
  private static final int SLIP = 2;

  private static final Set<String> LABELS = Set.of(Labels.INJECT, Labels.INJECTED);

  /** Those that a namespace may have too. */
  private static final List<String> OF_NAMESPACE =
      Stream.of(
              Stream.of(Setting.values()).map(Setting::annotation),
              Stream.of(SidecarResource.values()).map(SidecarResource::annotation),
              Stream.of(Annotations.MODE))
          .flatMap(each -> each)
          .toList();

  private static final List<String> KNOWN =
      Stream.of(
              OF_NAMESPACE.stream(),
              Stream.of(
                  Annotations.PROFILE,
                  Annotations.CONTAINER,
                  Annotations.ADMIN_ADDRESS,
                  Annotations.CONTROL_ADDRESS,
                  Annotations.EXISTING_HOOK,
                  Annotations.TAKEOVER,
                  Annotations.SELECTIVE_CLOSE,
                  Annotations.STATUS))
          .flatMap(each -> each)
          .toList();

  private UnknownAnnotations() {}

  /** A warning for each unknown annotation, and then label, one sentence each. */
  static List<String> warnings(PodFacts pod) {
    return Stream.concat(
            unknown(pod.annotations(), KNOWN).map(key -> "Ebbgate: " + key + " " + effect(key)),
            unknown(pod.labels(), LABELS).map(key -> "Ebbgate: " + key + " " + ofLabel(key)))
        .limit(MOST)
        .toList();
  }

  /** What has no effect among the annotations of a namespace, one sentence each. */
  static List<String> ofNamespace(Map<String, String> annotations) {
    return unknown(annotations, OF_NAMESPACE)
        .map(key ->
            KNOWN.contains(key)
                ? key + " belongs on the pod, and has no effect on a namespace."
                : key + " " + effect(key))
        .limit(MOST)
        .toList();
  }

  private static Stream<String> unknown(Map<String, String> given, Collection<String> known) {
    return given.keySet().stream()
        .filter(key -> key.startsWith(Annotations.PREFIX) && !known.contains(key))
        .sorted();
  }

  private static String ofLabel(String key) {
    return KNOWN.contains(key)
        ? "is an annotation, and has no effect as a label."
        : "is no label of ours and has no effect.";
  }

  private static String effect(String key) {
    if (LABELS.contains(key)) {
      return "is a label, and has no effect as an annotation.";
    }
    return NearestName.of(key, KNOWN, SLIP)
        .map(near -> "is no annotation of ours and has no effect; is it meant to be " + near + "?")
        .orElse("is no annotation of ours and has no effect.");
  }
}
