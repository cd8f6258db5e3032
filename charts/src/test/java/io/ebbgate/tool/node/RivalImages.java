package io.ebbgate.tool.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The images that Ebbgate's rivals run, called as upstream's. */
public final class RivalImages {
  /** Envoy Gateway, whose program is the shutdown manager too. */
  public static final String ENVOY_GATEWAY = "docker.io/envoyproxy/gateway:v1.9.1";

  /** Contour, likewise. */
  public static final String CONTOUR = "ghcr.io/projectcontour/contour:v1.33.8";

  /** Where this and most machines have them. */
  private static final List<String> SHELL =
      List.of("/bin/sh", "/bin/bash", "/bin/sleep", "/usr/bin/wget");

  private RivalImages() {}

  /** The Envoy of all, and beside it what hooks call that are scripts. */
  public static String envoyWithShell() {
    return TestImages.repository() + "/envoy-with-shell:dev";
  }

  /** Packs them; the archives. */
  public static List<Path> pack(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    ImageTree envoy = TestImages.envoy(folder.resolve("envoy-with-shell"));
    return List.of(
        ProductImages.envoyGateway(folder),
        ProductImages.contour(folder),
        TestImages.withPrograms(envoy, SHELL)
            .pack(envoyWithShell(), List.of("/usr/local/bin/envoy")));
  }
}
