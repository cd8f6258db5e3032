package io.ebbgate.system.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Labels;
import io.ebbgate.core.testkit.EnvoyBootstrap;
import io.ebbgate.core.testkit.RealEnvoy;
import io.ebbgate.tool.sidecar.SidecarProgram;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One pod of the gateway: a real Envoy, perhaps a real sidecar, and the pod that names both. */
final class RolledPod implements AutoCloseable {
  static final String NAMESPACE = "shop";
  static final String LISTENER = "http";

  private static final Duration SLEEP = Duration.ofSeconds(2);

  private final KubernetesClient client;
  private final String name;
  private final Path folder;
  private final RealEnvoy envoy;
  private final Optional<SidecarProgram> sidecar;

  private RolledPod(
      KubernetesClient client,
      String name,
      Path folder,
      RealEnvoy envoy,
      Optional<SidecarProgram> sidecar) {
    this.client = client;
    this.name = name;
    this.folder = folder;
    this.envoy = envoy;
    this.sidecar = sidecar;
  }

  /** Starts its programs, and creates the pod, which is ready. */
  static RolledPod start(
      KubernetesClient client,
      String name,
      Path folder,
      InetSocketAddress backend,
      boolean injected)
      throws IOException, InterruptedException {
    var _ = Files.createDirectory(folder);
    RealEnvoy envoy =
        RealEnvoy.start(
            EnvoyBootstrap.withAdmin("127.0.0.1", 0).http(LISTENER, "127.0.0.1", 0, backend),
            "--drain-strategy",
            "immediate");
    Optional<SidecarProgram> sidecar =
        injected
            ? Optional.of(SidecarProgram.start(envoy, folder, Map.of()))
            : Optional.<SidecarProgram>empty();
    RolledPod pod = new RolledPod(client, name, folder, envoy, sidecar);
    pod.create();
    return pod;
  }

  InetSocketAddress address() {
    return envoy.listener(LISTENER);
  }

  String name() {
    return name;
  }

  private void create() {
    PodBuilder pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(NAMESPACE)
            .addToLabels("app", "gw")
            .addToLabels("pod-template-hash", "59f6745b7")
            .addNewOwnerReference()
            .withApiVersion("apps/v1")
            .withKind("ReplicaSet")
            .withName("gw-59f6745b7")
            .withUid("00000000-0000-0000-0000-000000000001")
            .withController(true)
            .endOwnerReference()
            .endMetadata()
            .withNewSpec()
            .withNodeName("node-a")
            .addNewContainer()
            .withName("envoy")
            .withImage("envoyproxy/envoy:v1.40.0")
            .endContainer()
            .endSpec();
    if (sidecar.isPresent()) {
      pod.editMetadata().addToLabels(Labels.INJECTED, "true").endMetadata();
    }
    var _ = client.resource(pod.build()).create();
    var _ =
        client
            .pods()
            .inNamespace(NAMESPACE)
            .withName(name)
            .editStatus(made ->
                new PodBuilder(made)
                    .editStatus()
                    .withPhase("Running")
                    .addNewCondition()
                    .withType("Ready")
                    .withStatus("True")
                    .endCondition()
                    .endStatus()
                    .build());
  }

  /** Deletes it, and lets its containers end as its drain has it. */
  void terminate(PlantedDrain drain) throws Exception {
    var _ = client.pods().inNamespace(NAMESPACE).withName(name).withGracePeriod(60).delete();
    switch (drain) {
      case NO_HOOK -> {}
      case SHORT_SLEEP -> Thread.sleep(SLEEP);
      case OURS -> {
        var _ = sidecar.orElseThrow().deletion().get(60, TimeUnit.SECONDS);
      }
    }
    envoy.process().destroy();
    int _ = envoy.process().waitFor();
    if (sidecar.isPresent()) {
      reportEnd(Files.readString(folder.resolve("message"), UTF_8));
    }
    // The kubelet reports the end of containers some time before it removes the pod.
    Thread.sleep(Duration.ofSeconds(1));
    var _ = client.pods().inNamespace(NAMESPACE).withName(name).withGracePeriod(0).delete();
  }

  private void reportEnd(String message) {
    var _ =
        client
            .pods()
            .inNamespace(NAMESPACE)
            .withName(name)
            .editStatus(made ->
                new PodBuilder(made)
                    .editStatus()
                    .addNewContainerStatus()
                    .withName(Containers.SIDECAR)
                    .withImage("sidecar")
                    .withImageID("sidecar")
                    .withReady(false)
                    .withRestartCount(0)
                    .withState(
                        new ContainerStateBuilder()
                            .withNewTerminated()
                            .withExitCode(0)
                            .withMessage(message)
                            .endTerminated()
                            .build())
                    .endContainerStatus()
                    .endStatus()
                    .build());
  }

  @Override
  public void close() {
    sidecar.ifPresent(SidecarProgram::close);
    envoy.close();
    var _ = client.pods().inNamespace(NAMESPACE).withName(name).withGracePeriod(0).delete();
  }
}
