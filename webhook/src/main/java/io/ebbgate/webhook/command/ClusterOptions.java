package io.ebbgate.webhook.command;

import io.ebbgate.core.config.ConfigException;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.cluster.Kubeconfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which cluster a command works on. */
final class ClusterOptions {
  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description =
          "Kubeconfig. Default: KUBECONFIG, or ~/.kube/config, or the pod's service account.")
  private Optional<Path> kubeconfig = Optional.empty();

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "Context of the kubeconfig. Default: its current context.")
  private Optional<String> context = Optional.empty();

  /** Whether one was named. */
  boolean isGiven() {
    return kubeconfig.isPresent() || context.isPresent();
  }

  /** Opens it without a call. */
  Cluster open() throws IOException, ConfigException {
    return new Kubeconfig(kubeconfig, context).open();
  }
}
