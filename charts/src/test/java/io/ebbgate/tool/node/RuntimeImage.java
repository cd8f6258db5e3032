package io.ebbgate.tool.node;

import io.ebbgate.core.testkit.EnvoyBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The image of a gateway runtime: Envoy, a script as the first process, and Java with the tests'
 * own classes for the programs beside Envoy.
 */
public final class RuntimeImage {
  /** Where policy engine and executor have their sockets. */
  public static final String SOCKETS = "/var/run/api-platform";

  private static final String SCRIPT = "usr/local/bin/gateway-runtime.sh";
  private static final List<String> PROGRAMS = List.of("/bin/bash", "/bin/sleep");

  private RuntimeImage() {}

  /** Ends as WSO2's does. */
  public static String reference() {
    return TestImages.repository() + "/gateway-runtime:dev";
  }

  /** Packs it; the archive. */
  public static List<Path> pack(Path folder) throws IOException, InterruptedException {
    Path script =
        Path.of(
            System.getProperty("ebbgate.root", "."),
            "charts/src/test/resources/cluster/gateway-runtime.sh");
    ImageTree tree =
        TestImages.withJava(Files.createDirectories(folder.resolve("gateway-runtime")))
            .put(EnvoyBinary.path(), TestImages.ENVOY_PLACE)
            .put(script, SCRIPT)
            .scratch(SOCKETS.substring(1));
    return List.of(
        TestImages.withPrograms(tree, PROGRAMS)
            .pack(reference(), List.of("/bin/bash", "/" + SCRIPT)));
  }
}
