package io.ebbgate.core.admission;

import io.ebbgate.core.contract.Annotations;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * What is known of a pod's namespace.
 *
 * @param privileged it is known to allow privileged pods
 * @param annotations those with our prefix, as far as they are known
 */
public record NamespaceFacts(String name, boolean privileged, Map<String, String> annotations) {
  /** Other annotations are left out. */
  public NamespaceFacts {
    // Not by Map.copyOf, which takes quadratic time for keys of the same hash.
    Map<String, String> ours = new HashMap<>();
    annotations.forEach((key, value) -> {
      if (key.startsWith(Annotations.PREFIX)) {
        ours.put(key, value);
      }
    });
    annotations = Collections.unmodifiableMap(ours);
  }

  /** The value of an annotation, empty where there is none. */
  String value(String annotation) {
    return annotations.getOrDefault(annotation, "");
  }

  /** What one of its annotations is called in messages. */
  String nameOf(String annotation) {
    return annotation + " of namespace " + name;
  }
}
