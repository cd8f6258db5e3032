package io.ebbgate.tool.rival;

import io.ebbgate.core.contract.Containers;
import io.ebbgate.tool.cluster.GatewayType;
import io.ebbgate.tool.cluster.Scenario;
import java.util.Optional;

/** A way to drain an Envoy on Kubernetes; in the order of tables, Ebbgate last. */
public enum Rival {
  NONE("no hook", GatewayType.RIVAL_NONE, Optional.empty()),
  SLEEP("`sleep 15`", GatewayType.RIVAL_SLEEP, Optional.empty()),
  WSO2("WSO2's script", GatewayType.RIVAL_WSO2, Optional.empty()),
  KGATEWAY("kgateway's hook", GatewayType.RIVAL_KGATEWAY, Optional.empty()),
  ENVOY_GATEWAY(
      "Envoy Gateway 1.9.1", GatewayType.RIVAL_ENVOY_GATEWAY, Optional.of("shutdown-manager")),
  CONTOUR("Contour 1.33.8", GatewayType.RIVAL_CONTOUR, Optional.of("shutdown-manager")),
  EBBGATE("Ebbgate", GatewayType.PLAIN, Optional.of(Containers.SIDECAR));

  private final String title;
  private final GatewayType shape;
  private final Optional<String> helper;

  Rival(String title, GatewayType shape, Optional<String> helper) {
    this.title = title;
    this.shape = shape;
    this.helper = helper;
  }

  /** As people call it, in Markdown. */
  String title() {
    return title;
  }

  /** The container beside Envoy, where there is one. */
  Optional<String> helper() {
    return helper;
  }

  Scenario scenario(Scenario.Act act) {
    return Scenario.of(shape, act);
  }
}
