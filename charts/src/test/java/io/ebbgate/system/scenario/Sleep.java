package io.ebbgate.system.scenario;

import io.fabric8.kubernetes.api.model.LifecycleBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;

/** The hook that most people have. */
final class Sleep {
  private Sleep() {}

  static void fiveSeconds(PodTemplateSpec pod) {
    pod.getSpec()
        .getContainers()
        .getFirst()
        .setLifecycle(
            new LifecycleBuilder().withNewPreStop().withNewSleep(5L).endPreStop().build());
  }
}
