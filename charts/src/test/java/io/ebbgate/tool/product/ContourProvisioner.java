package io.ebbgate.tool.product;

import io.ebbgate.tool.cluster.GatewayObjects;
import io.ebbgate.tool.cluster.GatewaySite;
import io.ebbgate.tool.cluster.Kubectl;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.node.ProductImages;
import io.ebbgate.tool.node.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Contour's provisioner, which makes a Contour and a Deployment of Envoys for each Gateway. */
public record ContourProvisioner() implements Product {
  private static final String NAMESPACE = "projectcontour";

  /** Between the documents of its manifest. */
  private static final String BREAK = "\n---\n";

  /** Its definitions of the Gateway API are older than those of the suite. */
  private static final String GATEWAY_API = ".gateway.networking.";

  private static final String NAME = "envoy-gateway";
  private static final String ARGUMENT = "- gateway-provisioner\n";

  @Override
  public String title() {
    return "Contour 1.33.8's provisioner";
  }

  /** Its TCP routes have the versions of older definitions. */
  @Override
  public boolean tcp() {
    return false;
  }

  @Override
  public void install(Testbed testbed) throws IOException, InterruptedException {
    testbed.bring(folder -> List.of(ProductImages.contour(folder)));
    ClusterDns.install(testbed);
    Definitions.gatewayApi(testbed.cluster());
    String manifest =
        Files.readString(
            ProductImages.file("contour", "examples/render")
                .resolve("contour-gateway-provisioner.yaml"));
    Definitions.applyText(
        testbed.cluster(),
        Arrays.stream(manifest.split(BREAK))
            .filter(document -> !isOfTheGatewayApi(document))
            .collect(Collectors.joining(BREAK))
            .replace(ARGUMENT, ARGUMENT + "        - --envoy-image=" + TestImages.ENVOY + "\n"));
    var _ =
        new Kubectl(testbed.cluster().kubeconfig(), NAMESPACE)
            .run("rollout", "status", "deployment/contour-gateway-provisioner", "--timeout=100s");
  }

  private static boolean isOfTheGatewayApi(String document) {
    return document.contains("kind: CustomResourceDefinition")
        && document
            .lines()
            .anyMatch(line -> line.startsWith("  name: ") && line.contains(GATEWAY_API));
  }

  @Override
  public void create(GatewaySite site, Way way) throws IOException, InterruptedException {
    GatewayManifest.of(site, way).apply("backend.yaml", "contour-provisioner.yaml");
  }

  @Override
  public GatewayObjects objects(GatewaySite site) {
    return new GatewayObjects(site.namespace(), "deployment/" + NAME, Map.of("app", NAME));
  }

  @Override
  public String service(GatewaySite site) {
    return NAME;
  }
}
