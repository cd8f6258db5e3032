package io.ebbgate.tool.cluster;

import io.ebbgate.core.testkit.KubeApi;
import io.ebbgate.tool.node.Commands;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The real command line, as it is used in a namespace. */
public record Kubectl(Path kubeconfig, String namespace) {
  /** Its output. */
  public String run(String... arguments) throws IOException, InterruptedException {
    return Commands.run(command(), arguments);
  }

  /** Its words before a command. */
  List<String> command() throws IOException {
    return List.of(
        KubeApi.program("kubectl"), "--kubeconfig=" + kubeconfig, "--namespace=" + namespace);
  }
}
