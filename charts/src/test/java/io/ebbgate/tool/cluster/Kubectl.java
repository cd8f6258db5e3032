package io.ebbgate.tool.cluster;

import io.ebbgate.core.testkit.KubeApi;
import io.ebbgate.tool.node.Commands;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The real command line, as people use it in a namespace. */
record Kubectl(Path kubeconfig, String namespace) {
  /** What it printed. */
  String run(String... words) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                KubeApi.program("kubectl"),
                "--kubeconfig=" + kubeconfig,
                "--namespace=" + namespace));
    command.addAll(List.of(words));
    return Commands.run(command);
  }
}
