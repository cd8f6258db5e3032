package io.ebbgate.tool.product;

import io.ebbgate.tool.cluster.GatewaySite;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.node.ProductImages;
import java.io.IOException;

/** Istio's control plane, and gateways of the Gateway API with its agent. */
public record Istio() implements Product {
  private static final String NAMESPACE = "istio-system";

  /** What the suite's Envoy lacks of Istio's own is turned off by Istio's own settings. */
  private static final String VALUES =
      """
      global: {hub: %s, tag: %s, imagePullPolicy: IfNotPresent}
      autoscaleEnabled: false
      resources: {requests: {cpu: 100m, memory: 128Mi}}
      telemetry: {enabled: false}
      env: {PILOT_ENABLE_ALPN_FILTER: "false", PILOT_ENABLE_METADATA_EXCHANGE: "false"}
      """
          .formatted(ProductImages.ISTIO_HUB, ProductImages.ISTIO_TAG);

  @Override
  public String title() {
    return "Istio of " + ProductImages.ISTIO_TAG;
  }

  @Override
  public boolean tcp() {
    return true;
  }

  @Override
  public void install(Testbed testbed) throws IOException, InterruptedException {
    var istiod =
        testbed.cluster().client().apps().deployments().inNamespace(NAMESPACE).withName("istiod");
    if (istiod.get() != null) {
      return;
    }
    testbed.bring(ProductImages::istio);
    ClusterDns.install(testbed);
    Definitions.gatewayApi(testbed.cluster());
    chart("base", "istio-base").install(testbed.cluster());
    chart("istio-control/istio-discovery", "istiod").install(testbed.cluster());
  }

  private static Chart chart(String folder, String release) throws IOException {
    return new Chart(
        ProductImages.file("istio", "manifests/charts/" + folder), release, NAMESPACE, VALUES);
  }

  @Override
  public void create(GatewaySite site, Way way) throws IOException, InterruptedException {
    GatewayManifest.of(site, way).apply("backend.yaml", "istio.yaml");
  }
}
