package io.ebbgate.tool.product;

import io.ebbgate.tool.cluster.GatewaySite;
import io.ebbgate.tool.cluster.Testbed;
import java.io.IOException;

/**
 * A waypoint of Istio's ambient mode. What it carries comes through the tunnel of a node's proxy,
 * which is written in Rust and is not built here.
 */
public record IstioWaypoint() implements Product {
  @Override
  public String title() {
    return "Istio's waypoint, by revision";
  }

  @Override
  public boolean tcp() {
    return false;
  }

  @Override
  public boolean carriesClients() {
    return false;
  }

  @Override
  public void install(Testbed testbed) throws IOException, InterruptedException {
    Istio.installCanary(testbed);
  }

  @Override
  public void create(GatewaySite site, Way way) throws IOException, InterruptedException {
    GatewayManifest.of(site, way).apply("backend.yaml", "istio-waypoint.yaml");
  }
}
