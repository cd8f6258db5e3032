package io.ebbgate.webhook.observer;

import io.ebbgate.core.config.HoldUntil;
import io.ebbgate.core.config.SettingType;
import io.ebbgate.core.contract.Setting;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.Optional;

/** Reads whether the load balancer still has a pod, from the condition that it is held for. */
final class PodRegistration {
  private static final String TRUE = "True";
  private static final String FALSE = "False";

  private PodRegistration() {}

  /** Empty where the pod is held for no condition, does not have it, or its status is unknown. */
  static Optional<Boolean> of(Pod pod) {
    return PodSidecar.variable(pod, Setting.HOLD_UNTIL.env())
                .flatMap(SettingType.HOLD_UNTIL::parse)
                .orElseGet(HoldUntil.Unset::new)
            instanceof HoldUntil.Condition(String type, boolean released)
        ? pod.getStatus().getConditions().stream()
            .filter(condition -> type.equals(condition.getType()))
            .map(PodCondition::getStatus)
            .filter(status -> TRUE.equals(status) || FALSE.equals(status))
            .map(status -> TRUE.equals(status) != released)
            .findFirst()
        : Optional.empty();
  }
}
