package io.ebbgate.tool.product;

import io.ebbgate.tool.cluster.GatewayObjects;
import io.ebbgate.tool.cluster.GatewaySite;
import io.ebbgate.tool.cluster.Testbed;
import java.io.IOException;
import java.util.Map;

/** A gateway product whose control plane makes gateways on the cluster. */
public sealed interface Product
    permits Istio, IstioInjected, EnvoyGateway, Contour, ContourProvisioner, Kgateway {
  /** As people call it, with its version. */
  String title();

  /** Whether its gateways here have a TCP listener. */
  boolean tcp();

  /**
   * Whether a new pod can start while the old one drains. With host ports it can't, so that the end
   * of all pods at once is an outage with every drain.
   */
  default boolean replacesAhead() {
    return true;
  }

  /** Installs its control plane, once. */
  void install(Testbed testbed) throws IOException, InterruptedException;

  /** Creates a gateway; what the control plane makes of it may take a while to be there. */
  void create(GatewaySite site, Way way) throws IOException, InterruptedException;

  /** The namespace of what the control plane makes of a gateway. */
  default String podNamespace(GatewaySite site) {
    return site.namespace();
  }

  /** The labels of what it makes: those that it gives for the Gateway API. */
  default Map<String, String> labels(GatewaySite site) {
    return Map.of("gateway.networking.k8s.io/gateway-name", "gateway");
  }

  /** What it made of the gateway, as soon as that is there. */
  default GatewayObjects objects(GatewaySite site) throws InterruptedException {
    return MadeGateway.of(this, site).objects();
  }

  /** The name of its Service in the namespace of the pods. */
  default String service(GatewaySite site) {
    return MadeGateway.of(this, site).service();
  }
}
