package io.ebbgate.tool.product;

import io.ebbgate.tool.cluster.GatewaySite;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.node.ProductImages;
import java.io.IOException;

/** kgateway, whose gateways end with a hook of its own where its parameters ask for one. */
public record Kgateway() implements Product {
  private static final String NAMESPACE = "kgateway-system";

  private static final String VALUES =
      """
      image: {registry: %s, tag: %s, pullPolicy: IfNotPresent}
      """
          .formatted(ProductImages.KGATEWAY_REGISTRY, ProductImages.KGATEWAY_TAG);

  @Override
  public String title() {
    return "kgateway 2.2.0";
  }

  @Override
  public boolean tcp() {
    return false;
  }

  @Override
  public void install(Testbed testbed) throws IOException, InterruptedException {
    testbed.bring(ProductImages::kgateway);
    ClusterDns.install(testbed);
    Definitions.gatewayApi(testbed.cluster());
    Definitions.applyText(testbed.cluster(), chart("kgateway-crds").render());
    chart("kgateway").install(testbed.cluster());
  }

  private static Chart chart(String name) throws IOException {
    return new Chart(
        ProductImages.file("kgateway", "install/helm/" + name), name, NAMESPACE, VALUES);
  }

  @Override
  public void create(GatewaySite site, Way way) throws IOException, InterruptedException {
    GatewayManifest.of(site, way).apply("backend.yaml", "kgateway.yaml");
  }
}
