package io.ebbgate.tool.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The images of products' own control planes and proxies, called as upstream's; the Envoy in them
 * is the suite's.
 */
public final class ProductImages {
  /** The commit of Istio's module. */
  public static final String ISTIO_TAG = "eed52ebb66ad";

  /** What Istio's charts call {@code global.hub}. */
  public static final String ISTIO_HUB = "docker.io/istio";

  public static final String KGATEWAY_TAG = "v2.2.0";
  public static final String KGATEWAY_REGISTRY = "cr.kgateway.dev/kgateway-dev";
  public static final String COREDNS = "registry.k8s.io/coredns/coredns:v1.15.0";

  private static final String BIN = "usr/local/bin/";
  private static final List<String> SHELL = List.of("/bin/sh", "/bin/sleep", "/usr/bin/wget");
  private static final Path PRODUCTS =
      Path.of(System.getProperty("ebbgate.root", "."), "target/products");

  private ProductImages() {}

  /** A chart, a manifest or a folder of them, as a product's module has it. */
  public static Path file(String product, String path) throws IOException {
    return existing(PRODUCTS.resolve(product).resolve("files").resolve(path));
  }

  static Path program(String product, String name) throws IOException {
    return existing(PRODUCTS.resolve(product).resolve("bin").resolve(name));
  }

  private static Path existing(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new IOException(
          path + " is missing; mvn -Pcluster,comparison verify or -Pcluster,products builds it.");
    }
    return path;
  }

  /** A DNS server of the cluster; the archive. */
  public static Path coreDns(Path folder) throws IOException, InterruptedException {
    return ImageTree.empty(folder.resolve("coredns-image"))
        .put(program("coredns", "coredns"), "coredns")
        .pack(COREDNS, List.of("/coredns"));
  }

  /** Istio's agent with Envoy, and its control plane; the archives. */
  public static List<Path> istio(Path folder) throws IOException, InterruptedException {
    ImageTree agent =
        TestImages.envoy(folder.resolve("proxyv2"))
            .put(program("istio", "pilot-agent"), BIN + "pilot-agent")
            .put(
                file("istio", "tools/packaging/common/envoy_bootstrap.json"),
                "var/lib/istio/envoy/envoy_bootstrap_tmpl.json")
            .scratch("var/lib/istio/data")
            .scratch("tmp");
    ImageTree pilot =
        ImageTree.empty(folder.resolve("pilot"))
            .put(program("istio", "pilot-discovery"), BIN + "pilot-discovery")
            .scratch("etc")
            .scratch("tmp");
    return List.of(
        agent.pack(istio("proxyv2"), List.of("/" + BIN + "pilot-agent")),
        pilot.pack(istio("pilot"), List.of("/" + BIN + "pilot-discovery")));
  }

  private static String istio(String image) {
    return ISTIO_HUB + "/" + image + ":" + ISTIO_TAG;
  }

  /** Envoy Gateway, whose program is its shutdown manager too; the archive. */
  public static Path envoyGateway(Path folder) throws IOException, InterruptedException {
    return ImageTree.empty(folder.resolve("envoy-gateway-image"))
        .put(program("envoy-gateway", "envoy-gateway"), BIN + "envoy-gateway")
        .scratch("tmp")
        .pack(RivalImages.ENVOY_GATEWAY, List.of("/" + BIN + "envoy-gateway"));
  }

  /** Contour, likewise; its manifests call it by two paths. */
  public static Path contour(Path folder) throws IOException, InterruptedException {
    Path program = program("contour", "contour");
    return ImageTree.empty(folder.resolve("contour-image"))
        .put(program, BIN + "contour")
        .put(program, "bin/contour")
        .scratch("tmp")
        .pack(RivalImages.CONTOUR, List.of("/" + BIN + "contour"));
  }

  /** kgateway's controller, and its Envoy with the shell that its hook needs; the archives. */
  public static List<Path> kgateway(Path folder) throws IOException, InterruptedException {
    ImageTree controller =
        ImageTree.empty(folder.resolve("kgateway"))
            .put(program("kgateway", "kgateway"), BIN + "kgateway")
            .scratch("tmp");
    ImageTree wrapper =
        TestImages.withPrograms(TestImages.envoy(folder.resolve("envoy-wrapper")), SHELL)
            .put(program("kgateway", "envoyinit"), BIN + "envoyinit");
    return List.of(
        controller.pack(kgateway("kgateway"), List.of("/" + BIN + "kgateway")),
        wrapper.pack(kgateway("envoy-wrapper"), List.of("/" + BIN + "envoyinit")));
  }

  private static String kgateway(String image) {
    return KGATEWAY_REGISTRY + "/" + image + ":" + KGATEWAY_TAG;
  }
}
