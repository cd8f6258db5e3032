package io.ebbgate.tool.rival;

import io.ebbgate.core.contract.Containers;
import io.ebbgate.tool.cluster.Play;
import io.ebbgate.tool.cluster.Shape;
import java.util.Optional;

/** A way for an Envoy to leave Kubernetes; in the order of tables, Ebbgate last. */
public enum Rival {
  NONE("no hook", Shape.RIVAL_NONE, Optional.empty()),
  SLEEP("`sleep 15`", Shape.RIVAL_SLEEP, Optional.empty()),
  WSO2("WSO2's script", Shape.RIVAL_WSO2, Optional.empty()),
  KGATEWAY("kgateway's hook", Shape.RIVAL_KGATEWAY, Optional.empty()),
  ENVOY_GATEWAY("Envoy Gateway 1.9.1", Shape.RIVAL_ENVOY_GATEWAY, Optional.of("shutdown-manager")),
  CONTOUR("Contour 1.33.8", Shape.RIVAL_CONTOUR, Optional.of("shutdown-manager")),
  EBBGATE("Ebbgate", Shape.PLAIN, Optional.of(Containers.SIDECAR));

  private final String title;
  private final Shape shape;
  private final Optional<String> helper;

  Rival(String title, Shape shape, Optional<String> helper) {
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

  Play play(Play.Act act) {
    return Play.of(shape, act);
  }
}
