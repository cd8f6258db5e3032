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

  /** The revision of the second control plane. */
  private static final String CANARY = "canary";

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
    if (runs(testbed, "istiod")) {
      return;
    }
    testbed.bring(ProductImages::istio);
    ClusterDns.install(testbed);
    Definitions.gatewayApi(testbed.cluster());
    chart("base", "istio-base", VALUES).install(testbed.cluster());
    chart("istio-control/istio-discovery", "istiod", VALUES).install(testbed.cluster());
  }

  /** Installs a second control plane beside the first, of the revision {@link #CANARY}. */
  static void installCanary(Testbed testbed) throws IOException, InterruptedException {
    new Istio().install(testbed);
    String name = "istiod-" + CANARY;
    if (!runs(testbed, name)) {
      chart("istio-control/istio-discovery", name, VALUES + "revision: %s\n".formatted(CANARY))
          .install(testbed.cluster());
    }
  }

  private static boolean runs(Testbed testbed, String deployment) {
    return testbed
            .cluster()
            .client()
            .apps()
            .deployments()
            .inNamespace(NAMESPACE)
            .withName(deployment)
            .get()
        != null;
  }

  private static Chart chart(String folder, String release, String values) throws IOException {
    return new Chart(
        ProductImages.file("istio", "manifests/charts/" + folder), release, NAMESPACE, values);
  }

  @Override
  public void create(GatewaySite site, Way way) throws IOException, InterruptedException {
    GatewayManifest.of(site, way).apply("backend.yaml", "istio.yaml");
  }
}
