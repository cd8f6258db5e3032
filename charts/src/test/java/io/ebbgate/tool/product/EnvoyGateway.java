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

/** Envoy Gateway, whose gateways have its shutdown manager. */
public record EnvoyGateway(Shape shape) implements Product {
  /** Where a gateway is, and what has its pods. */
  public enum Shape {
    /** A Deployment in the controller's namespace, as by default. */
    DEPLOYMENT("Envoy Gateway 1.9.1", "envoy-gateway-system", "ControllerNamespace"),
    /** A DaemonSet in the Gateway's own namespace. */
    DAEMON_SET("Envoy Gateway 1.9.1, DaemonSet", "envoy-gateway-own", "GatewayNamespace");

    private final String title;
    private final String controllerNamespace;
    private final String deployType;

    Shape(String title, String controllerNamespace, String deployType) {
      this.title = title;
      this.controllerNamespace = controllerNamespace;
      this.deployType = deployType;
    }

    private String manifest() {
      return this == DEPLOYMENT ? "envoy-gateway.yaml" : "envoy-gateway-daemonset.yaml";
    }
  }

  private static final String CHARTS = "charts/";

  @Override
  public String title() {
    return shape.title;
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
    chart("gateway-helm", shape.controllerNamespace, values()).install(testbed.cluster());
    Definitions.applyText(testbed.cluster(), gatewayClass());
  }

  private String values() {
    return """
    crds: {enabled: false}
    config:
      envoyGateway:
        gateway: {controllerName: "gateway.envoyproxy.io/%s"}
        provider:
          type: Kubernetes
          kubernetes: {deploy: {type: %s}, shutdownManager: {image: "%s"}}
    """
        .formatted(shape.controllerNamespace, shape.deployType, RivalImages.ENVOY_GATEWAY);
  }

  private String gatewayClass() {
    return """
    apiVersion: gateway.networking.k8s.io/v1
    kind: GatewayClass
    metadata: {name: %1$s}
    spec: {controllerName: "gateway.envoyproxy.io/%1$s"}
    """
        .formatted(shape.controllerNamespace);
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

  private Chart chart(String folder, String release, String values) throws IOException {
    return new Chart(
        ProductImages.file("envoy-gateway", CHARTS + folder),
        release,
        shape.controllerNamespace,
        values);
  }

  @Override
  public void create(GatewaySite site, Way way) throws IOException, InterruptedException {
    GatewayManifest.of(site, way).apply("backend.yaml", shape.manifest());
  }

  @Override
  public String podNamespace(GatewaySite site) {
    return shape == Shape.DEPLOYMENT ? shape.controllerNamespace : site.namespace();
  }

  @Override
  public Map<String, String> labels(GatewaySite site) {
    return Map.of("gateway.envoyproxy.io/owning-gateway-namespace", site.namespace());
  }
}
