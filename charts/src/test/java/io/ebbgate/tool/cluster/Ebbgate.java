package io.ebbgate.tool.cluster;

import io.ebbgate.tool.node.Commands;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Our own command line, as it is used in a namespace. */
record Ebbgate(Path kubeconfig, String namespace) {
  private static final Path JAR =
      Path.of(
          System.getProperty("ebbgate.root", "."),
          "webhook/target/webhook-" + System.getProperty("ebbgate.version", "") + "-all.jar");

  /** What it printed on its standard output. */
  String run(String subcommand, String... more) throws IOException, InterruptedException {
    return Commands.output(
        List.of(
            ProcessHandle.current().info().command().orElse("java"),
            "-jar",
            JAR.toString(),
            subcommand,
            "--kubeconfig=" + kubeconfig,
            "--namespace=" + namespace),
        more);
  }
}
