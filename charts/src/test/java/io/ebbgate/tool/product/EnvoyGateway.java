package io.ebbgate.tool.product;

import io.ebbgate.tool.cluster.GatewaySite;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.node.ProductImages;
import io.ebbgate.tool.node.RivalImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Envoy Gateway, whose gateways are in its own namespace and have its shutdown manager. */
public record EnvoyGateway() implements Product {
  private static final String NAMESPACE = "envoy-gateway-system";
  private static final String CHARTS = "charts/";

  private static final String VALUES =
      """
      crds: {enabled: false}
      config:
        envoyGateway:
          provider: {type: Kubernetes, kubernetes: {shutdownManager: {image: "%s"}}}
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
    fillInDefaults();
    chart("gateway-helm", "eg", VALUES).install(testbed.cluster());
    Definitions.applyText(testbed.cluster(), CLASS);
  }

  /** Makes the chart's default values from their template, as a release of it does. */
  private static void fillInDefaults() throws IOException {
    Path template = ProductImages.file("envoy-gateway", CHARTS + "gateway-helm/values.tmpl.yaml");
    var _ =
        Files.writeString(
            template.resolveSibling("values.yaml"),
            Files.readString(template)
                .replace("${GatewayImage}", RivalImages.ENVOY_GATEWAY)
                .replace("${GatewayImagePullPolicy}", "IfNotPresent"));
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
  public Map<String, String> labels(GatewaySite site) {
    return Map.of("gateway.envoyproxy.io/owning-gateway-namespace", site.namespace());
  }
}
