package io.ebbgate.tool.product;

import io.ebbgate.tool.cluster.GatewayObjects;
import io.ebbgate.tool.cluster.GatewaySite;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.node.ProductImages;
import io.ebbgate.tool.node.RivalImages;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Envoy Gateway, whose gateways are in its own namespace and have its shutdown manager. */
public record EnvoyGateway() implements Product {
  private static final String NAMESPACE = "envoy-gateway-system";
  private static final String CHARTS = "charts/";

  private static final String VALUES =
      """
      crds: {enabled: false}
      global: {images: {envoyGateway: {image: "%1$s", pullPolicy: IfNotPresent}}}
      config:
        envoyGateway:
          provider: {type: Kubernetes, kubernetes: {shutdownManager: {image: "%1$s"}}}
      """
          .formatted(RivalImages.ENVOY_GATEWAY);

  private static final String CLASS =
      """
      apiVersion: gateway.networking.k8s.io/v1
      kind: GatewayClass
      metadata: {name: eg}
      spec: {controllerName: gateway.envoyproxy.io/gatewayclass-controller}
      """;

  @Override
  public String title() {
    return "Envoy Gateway 1.9.1";
  }

  @Override
  public boolean tcp() {
    return true;
  }

  @Override
  public void install(Testbed testbed) throws IOException, InterruptedException {
    testbed.bring(folder -> List.of(ProductImages.envoyGateway(folder)));
    ClusterDns.install(testbed);
    Definitions.gatewayApi(testbed.cluster());
    Definitions.applyText(
        testbed.cluster(),
        chart("gateway-crds-helm", "definitions", "crds: {envoyGateway: {enabled: true}}")
            .render());
    chart("gateway-helm", "eg", VALUES).install(testbed.cluster());
    Definitions.applyText(testbed.cluster(), CLASS);
  }

  private static Chart chart(String folder, String release, String values) throws IOException {
    return new Chart(
        ProductImages.file("envoy-gateway", CHARTS + folder), release, NAMESPACE, values);
  }

  @Override
  public void create(GatewaySite site, Way way) throws IOException, InterruptedException {
    GatewayManifest.of(site, way).apply("backend.yaml", "envoy-gateway.yaml");
  }

  @Override
  public String podNamespace(GatewaySite site) {
    return NAMESPACE;
  }

  @Override
  public GatewayObjects objects(GatewaySite site) throws InterruptedException {
    return made(site).objects();
  }

  @Override
  public String service(GatewaySite site) {
    return made(site).service();
  }

  private static MadeGateway made(GatewaySite site) {
    return new MadeGateway(
        site.cluster().client(),
        NAMESPACE,
        Map.of("gateway.envoyproxy.io/owning-gateway-namespace", site.namespace()));
  }
}
