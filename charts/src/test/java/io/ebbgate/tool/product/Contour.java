package io.ebbgate.tool.product;

import io.ebbgate.tool.cluster.GatewayObjects;
import io.ebbgate.tool.cluster.GatewaySite;
import io.ebbgate.tool.cluster.Kubectl;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.node.ProductImages;
import io.ebbgate.tool.node.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Contour as its own manifest installs it: a DaemonSet of Envoys with its shutdown manager. */
public record Contour() implements Product {
  private static final String NAMESPACE = "projectcontour";

  /** Contour has one Envoy for all routes, so that these stay. */
  private static final String ROUTES = "contour-routes";

  private static final String IMAGE = "docker.io/envoyproxy/envoy:distroless-v";

  @Override
  public String title() {
    return "Contour 1.33.8";
  }

  /** Its TCP proxy takes TLS only. */
  @Override
  public boolean tcp() {
    return false;
  }

  @Override
  public boolean replacesAhead() {
    return false;
  }

  @Override
  public void install(Testbed testbed) throws IOException, InterruptedException {
    testbed.bring(folder -> List.of(ProductImages.contour(folder)));
    ClusterDns.install(testbed);
    String manifest =
        Files.readString(ProductImages.file("contour", "examples/render").resolve("contour.yaml"));
    Definitions.applyText(
        testbed.cluster(),
        manifest
            .lines()
            .map(line ->
                line.contains(IMAGE)
                    ? line.substring(0, line.indexOf(IMAGE)) + TestImages.ENVOY
                    : line)
            .collect(Collectors.joining("\n")));
    var _ =
        new Kubectl(testbed.cluster().kubeconfig(), NAMESPACE)
            .run("rollout", "status", "deployment/contour", "--timeout=100s");
  }

  @Override
  public void create(GatewaySite site, Way way) throws IOException, InterruptedException {
    GatewayManifest.of(site, way).in(ROUTES).apply("contour.yaml", "backend.yaml");
    var _ =
        new Kubectl(site.cluster().kubeconfig(), NAMESPACE)
            .run(
                "patch",
                "daemonset/envoy",
                "--patch="
                    + """
                    {"spec": {"template": {"metadata": {
                      "labels": {"ebbgate.io/inject": "%1$s"},
                      "annotations": {"ebbgate.io/takeover": "%1$s"}}}}}
                    """
                        .formatted(way == Way.EBBGATE));
  }

  @Override
  public String podNamespace(GatewaySite site) {
    return NAMESPACE;
  }

  @Override
  public GatewayObjects objects(GatewaySite site) {
    return new GatewayObjects(NAMESPACE, "daemonset/envoy", Map.of("app", "envoy"));
  }

  @Override
  public String service(GatewaySite site) {
    return "envoy";
  }
}
