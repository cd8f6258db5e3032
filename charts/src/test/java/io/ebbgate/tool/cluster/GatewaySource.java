package io.ebbgate.tool.cluster;

import io.ebbgate.webhook.load.Kind;
import java.io.IOException;
import java.util.Set;

/** Where a scenario has its gateway from: a manifest of the suite, or a product's control plane. */
public interface GatewaySource {
  /** Starts one and waits until its pods are ready. */
  RunningGateway start(GatewaySite site) throws IOException, InterruptedException;

  /** The kinds of clients that it has a port for. */
  Set<Kind> kinds();
}
