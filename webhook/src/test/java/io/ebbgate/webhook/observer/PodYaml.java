package io.ebbgate.webhook.observer;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** Pods for tests, written as YAML. */
final class PodYaml {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private PodYaml() {}

  static Pod read(String yaml) {
    return YAML.unmarshal(yaml, Pod.class);
  }
}
