package io.ebbgate.tool.product;

import io.ebbgate.tool.cluster.GatewayObjects;
import io.ebbgate.tool.cluster.GatewaySite;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.node.ProductImages;
import java.io.IOException;
import java.util.Map;

/**
 * Istio's {@code gateway} chart, whose pods have the image {@code auto} until Istio injects them;
 * here by a control plane of another revision than the default one.
 */
public record IstioInjected() implements Product {
  private static final String NAME = "gateway";

  @Override
  public String title() {
    return "Istio's gateway chart, by revision";
  }

  @Override
  public boolean tcp() {
    return true;
  }

  @Override
  public void install(Testbed testbed) throws IOException, InterruptedException {
    Istio.installCanary(testbed);
  }

  @Override
  public void create(GatewaySite site, Way way) throws IOException, InterruptedException {
    GatewayManifest manifest = GatewayManifest.of(site, way);
    manifest.apply("backend.yaml", "istio-injected.yaml");
    new Chart(
            ProductImages.file("istio", "manifests/charts/gateway"),
            NAME,
            site.namespace(),
            manifest.text("istio-injected-values.yaml"))
        .install(site.cluster());
  }

  @Override
  public GatewayObjects objects(GatewaySite site) {
    return new GatewayObjects(
        site.namespace(), "deployment/" + NAME, Map.of("istio", site.namespace()));
  }

  @Override
  public String service(GatewaySite site) {
    return NAME;
  }
}
