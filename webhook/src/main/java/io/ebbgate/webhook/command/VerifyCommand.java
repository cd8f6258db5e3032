package io.ebbgate.webhook.command;

import io.ebbgate.core.config.ConfigException;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Labels;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.cluster.ForbiddenException;
import io.ebbgate.webhook.cluster.GatewayDryRun;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code ebbgate verify}: creates a gateway pod as a dry run and checks whether it was injected.
 * The webhook's registration fails open by default, so a webhook that is not called causes no
 * error.
 */
@Command(
    name = "verify",
    description = "Creates a gateway pod as a dry run and reports whether it is injected.",
    footer = {
      "",
      "Needs the permission to create pods; exit code 1 if it is not injected, 69 if the API server"
          + " can't be reached or fails, 77 if the permission is missing."
    })
final class VerifyCommand implements Callable<Integer> {
  private static final int NOT_INJECTED = 1;

  private final PrintStream out;
  private final PrintStream err;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "Namespace of the pod; not Ebbgate's own. Default: default.")
  private String namespace = "default";

  @Mixin private final ClusterOptions clusters = new ClusterOptions();

  VerifyCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call()
      throws CommandException, ClusterException, ConfigException, ForbiddenException, IOException {
    try (Cluster cluster = clusters.open()) {
      GatewayDryRun.Outcome outcome = GatewayDryRun.in(cluster, namespace);
      Optional<String> missing = missing(outcome);
      if (missing.isPresent()) {
        err.printf(
            "A gateway pod in namespace %s is not injected: %s. Is the namespace excluded, and does"
                + " the MutatingWebhookConfiguration have a caBundle?%n",
            namespace, missing.get());
        return NOT_INJECTED;
      }
      out.printf("A gateway pod in namespace %s is injected: %s%n", namespace, outcome.status());
      CommandException.checkWritten(out);
      return 0;
    }
  }

  private static Optional<String> missing(GatewayDryRun.Outcome outcome) {
    if (outcome.labelled() && outcome.hasSidecar()) {
      return Optional.empty();
    }
    String what =
        outcome.labelled() ? "container " + Containers.SIDECAR : "label " + Labels.INJECTED;
    return Optional.of("the API server returned it without the " + what);
  }
}
