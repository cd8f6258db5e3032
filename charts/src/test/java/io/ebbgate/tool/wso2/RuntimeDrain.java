package io.ebbgate.tool.wso2;

import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Labels;
import io.ebbgate.tool.cluster.GatewayType;
import io.ebbgate.tool.cluster.Scenario;

/** How a gateway runtime ends; in the order of tables, Ebbgate last. */
public enum RuntimeDrain {
  /** As the chart makes it: no admin interface, and so no drain. */
  NONE("no drain, as the chart has it"),
  /** The runtime's own script, turned on by the webhook. */
  SCRIPT("its own script, by mode `env`"),
  /** The sidecar, which the profile alone only recommends. */
  EBBGATE("Ebbgate, mode `agent`");

  private final String title;

  RuntimeDrain(String title) {
    this.title = title;
  }

  /** In Markdown. */
  String title() {
    return title;
  }

  Scenario scenario(Scenario.Act act) {
    Scenario scenario = Scenario.of(GatewayType.WSO2, act);
    return switch (this) {
      case NONE ->
          scenario.changed(pod -> pod.getMetadata().getLabels().put(Labels.INJECT, "false"));
      case SCRIPT -> scenario.annotated(Annotations.MODE, "env");
      case EBBGATE -> scenario.annotated(Annotations.MODE, "agent");
    };
  }
}
