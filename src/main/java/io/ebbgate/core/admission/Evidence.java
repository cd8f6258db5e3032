package io.ebbgate.core.admission;

import io.ebbgate.core.admission.PodFacts.ContainerFacts;
import io.ebbgate.core.contract.WireName;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One property of a pod that indicates a profile.
 *
 * @param key label or annotation key; container name; an argument; a part of an image name
 * @param value what a label or annotation must be; empty for any
 * @param on the container whose arguments and image count; empty for any. A pod of an ordinary
 *     application has a mesh's proxy beside it, and pieces of both are no gateway
 * @param weight how much it says; a profile applies from a sum of its own on
 */
public record Evidence(Kind kind, String key, String value, String on, int weight) {
  /** Where to look. */
  public enum Kind {
    LABEL,
    ANNOTATION,
    CONTAINER,
    ARGUMENT,
    IMAGE
  }

  public Evidence {
    if (weight < 1) {
      throw new IllegalArgumentException("evidence weighs 1 at least");
    }
  }

  boolean speaksFor(PodFacts pod) {
    return switch (kind) {
      case LABEL -> matches(pod.labels().get(key));
      case ANNOTATION -> matches(pod.annotations().get(key));
      case CONTAINER -> pod.containers().stream().anyMatch(each -> each.name().equals(key));
      case ARGUMENT -> any(pod, each -> each.arguments().contains(key));
      case IMAGE -> any(pod, each -> each.image().contains(key));
    };
  }

  private boolean any(PodFacts pod, Predicate<ContainerFacts> speaks) {
    return pod.containers().stream()
        .anyMatch(each -> (on.isEmpty() || each.name().equals(on)) && speaks.test(each));
  }

  private boolean matches(@Nullable String found) {
    return found != null && (value.isEmpty() || found.equals(value));
  }

  /** For people: {@code label app=envoy}. */
  public String text() {
    return WireName.of(kind) + " " + key + (value.isEmpty() ? "" : "=" + value);
  }
}
