package io.ebbgate.webhook.command;

import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Labels;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Asks the cluster for a gateway pod without making one, and looks at what would come of it. The
 * registration fails open by default, so that nothing else tells whether the webhook is asked.
 */
@Command(
    name = "verify",
    description =
        "Asks the cluster for a gateway pod, as a dry run, and says whether it is injected.")
public final class VerifyCommand implements Callable<Integer> {
  private static final String PROFILE = "envoy";
  private static final int NOT_INJECTED = 1;

  /** {@code EX_UNAVAILABLE}. */
  private static final int UNAVAILABLE = 69;

  private final Supplier<KubernetesClient> clients;
  private final PrintStream out;
  private final PrintStream err;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "Where the pod would be; not Ebbgate's own. Default: default.")
  private String namespace = "default";

  /** Asks by the pod's service account, or the usual kubeconfig outside of one. */
  public VerifyCommand(PrintStream out, PrintStream err) {
    this(() -> new KubernetesClientBuilder().build(), out, err);
  }

  VerifyCommand(Supplier<KubernetesClient> clients, PrintStream out, PrintStream err) {
    this.clients = clients;
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws CommandException {
    try (KubernetesClient client = clients.get()) {
      Pod made = client.pods().inNamespace(namespace).resource(gateway()).dryRun().create();
      Optional<String> missing = missing(made);
      if (missing.isPresent()) {
        err.printf(
            "A gateway pod in namespace %s is not injected: %s. Is the namespace excluded, and does"
                + " the MutatingWebhookConfiguration have a caBundle?%n",
            namespace, missing.get());
        return NOT_INJECTED;
      }
      out.printf(
          "A gateway pod in namespace %s is injected: %s%n",
          namespace, made.getMetadata().getAnnotations().get(Annotations.STATUS));
      return 0;
    } catch (KubernetesClientException e) {
      String cause =
          e.getStatus() == null ? String.valueOf(e.getMessage()) : e.getStatus().getMessage();
      throw new CommandException(UNAVAILABLE, "The cluster can't be asked: " + cause);
    }
  }

  private static Optional<String> missing(Pod pod) {
    boolean labelled =
        pod.getMetadata().getLabels() != null
            && "true".equals(pod.getMetadata().getLabels().get(Labels.INJECTED));
    boolean sidecar =
        Stream.of(pod.getSpec().getInitContainers(), pod.getSpec().getContainers())
            .flatMap(List::stream)
            .map(Container::getName)
            .anyMatch(Containers.SIDECAR::equals);
    if (!labelled) {
      return Optional.of("it came back without the label " + Labels.INJECTED);
    }
    return sidecar
        ? Optional.empty()
        : Optional.of("it came back without the container " + Containers.SIDECAR);
  }

  /** Within Pod Security's level restricted, so that nothing but the webhook has a say. */
  private static Pod gateway() {
    return new PodBuilder()
        .withNewMetadata()
        .withGenerateName("ebbgate-verify-")
        .addToLabels(Labels.INJECT, "true")
        .addToAnnotations(Annotations.PROFILE, PROFILE)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName(PROFILE)
        .withImage("envoyproxy/envoy:verify")
        .withNewResources()
        .endResources()
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withAllowPrivilegeEscalation(false)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .endContainer()
        .endSpec()
        .build();
  }
}
