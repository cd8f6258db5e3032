package io.ebbgate.core.admission;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a mode sets of the product's own. Nothing of it replaces what a user wrote.
 *
 * @param env variables of the gateway's container
 * @param annotations of the pod
 * @param options of the gateway's program, each with its value; behind the arguments that it has
 */
public record ProductSettings(
    Map<String, ProductValue> env,
    Map<String, ProductValue> annotations,
    Map<String, String> options) {
  /** Sets nothing. */
  public static final ProductSettings NONE = new ProductSettings(Map.of(), Map.of(), Map.of());

  public ProductSettings {
    env = Map.copyOf(env);
    annotations = Map.copyOf(annotations);
    options = Map.copyOf(options);
  }

  public boolean isEmpty() {
    return equals(NONE);
  }

  /** In the same order always: input of the hash. */
  String text() {
    return new TreeMap<>(env) + " " + new TreeMap<>(annotations) + " " + new TreeMap<>(options);
  }
}
