package io.ebbgate.webhook.status;

import io.ebbgate.certs.dev.DevCertificates;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Labels;
import io.ebbgate.core.contract.Ports;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A node whose kubelet only forwards ports, by the WebSocket protocol {@code v4.channel.k8s.io}:
 * the first byte of a message is the stream, 0 for data and 1 for errors, and the first message of
 * each stream is the port.
 */
public final class FakeKubelet implements AutoCloseable {
  /** Of its pods. */
  public static final String NAMESPACE = "shop";

  private static final String NAME = "node-a";
  private static final String HERE = "127.0.0.1";
  private static final String GATEWAY = "gateway";

  private final KubernetesClient client;
  private final Vertx vertx = Vertx.vertx();
  private final Map<String, Integer> localPorts = new ConcurrentHashMap<>();

  private FakeKubelet(KubernetesClient client) {
    this.client = client;
  }

  /** Registers a node in that API server. */
  public static FakeKubelet start(KubernetesClient client, Path folder) throws Exception {
    FakeKubelet node = new FakeKubelet(client);
    node.register(node.listen(folder));
    return node;
  }

  private int listen(Path folder) throws Exception {
    DevCertificates.write(folder, List.of(HERE), Duration.ofHours(1), InstantSource.system());
    HttpServer server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setHost(HERE)
                    .setPort(0)
                    .setSsl(true)
                    .addWebSocketSubProtocol("v4.channel.k8s.io")
                    .setKeyCertOptions(
                        new PemKeyCertOptions()
                            .setCertPath(folder.resolve(DevCertificates.CERTIFICATE).toString())
                            .setKeyPath(folder.resolve(DevCertificates.KEY).toString())))
            .webSocketHandler(this::forward)
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
    return server.actualPort();
  }

  private void register(int port) {
    var _ =
        client
            .resource(
                new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
            .create();
    var _ =
        client
            .resource(new NodeBuilder().withNewMetadata().withName(NAME).endMetadata().build())
            .create();
    var _ =
        client
            .nodes()
            .withName(NAME)
            .editStatus(node ->
                new NodeBuilder(node)
                    .withNewStatus()
                    .addNewAddress(HERE, "InternalIP")
                    .withNewDaemonEndpoints()
                    .withNewKubeletEndpoint(port)
                    .endDaemonEndpoints()
                    .endStatus()
                    .build());
  }

  /** Forwards a pod's control port to a local port. */
  public void forwardTo(String pod, int port) {
    localPorts.put(pod, port);
  }

  /** {@code /portForward/shop/edge-1}. */
  private void forward(ServerWebSocket kubelet) {
    String pod = kubelet.path().substring(kubelet.path().lastIndexOf('/') + 1);
    short port = (short) Ports.CONTROL;
    for (byte stream = 0; stream <= 1; stream++) {
      kubelet.writeBinaryMessage(
          Buffer.buffer()
              .appendByte(stream)
              .appendByte((byte) port)
              .appendByte((byte) (port >> 8)));
    }
    kubelet.pause();
    vertx
        .createNetClient()
        .connect(localPorts.getOrDefault(pod, 1), HERE)
        .onSuccess(control -> pump(kubelet, control))
        .onFailure(refused -> {
          kubelet.writeBinaryMessage(
              Buffer.buffer().appendByte((byte) 1).appendString("connection refused"));
          kubelet.close();
        });
  }

  private static void pump(ServerWebSocket kubelet, NetSocket control) {
    kubelet.binaryMessageHandler(message -> control.write(message.slice(1, message.length())));
    kubelet.closeHandler(_ -> control.close());
    control.handler(data ->
        kubelet.writeBinaryMessage(Buffer.buffer().appendByte((byte) 0).appendBuffer(data)));
    control.closeHandler(_ -> kubelet.close());
    kubelet.resume();
  }

  /** Creates an injected pod of the Deployment "edge" whose sidecar runs. */
  void serve(String name) {
    serve(name, "");
  }

  /** The same with the token of its control port. */
  public void serve(String name, String token) {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(NAMESPACE)
            .addToLabels(Labels.INJECTED, "true")
            .addToLabels("pod-template-hash", "59f6745b7")
            .addNewOwnerReference()
            .withApiVersion("apps/v1")
            .withKind("ReplicaSet")
            .withName("edge-59f6745b7")
            .withUid("00000000-0000-0000-0000-000000000001")
            .withController(true)
            .endOwnerReference()
            .endMetadata()
            .withNewSpec()
            .withNodeName(NAME)
            .addNewContainer()
            .withName(Containers.SIDECAR)
            .withImage("sidecar")
            .addNewEnv()
            .withName(Env.TOKEN)
            .withValue(token)
            .endEnv()
            .endContainer()
            .addNewContainer()
            .withName(GATEWAY)
            .withImage(GATEWAY)
            .endContainer()
            .endSpec()
            .build();
    var _ = client.resource(pod).create();
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
                    .withContainerStatuses(
                        status(
                            Containers.SIDECAR,
                            new ContainerStateBuilder().withNewRunning().endRunning().build()))
                    .endStatus()
                    .build());
  }

  /** Has the pod's sidecar crash again and again, while its gateway runs on. */
  public void crashSidecar(String name) {
    var _ =
        client
            .pods()
            .inNamespace(NAMESPACE)
            .withName(name)
            .editStatus(pod ->
                new PodBuilder(pod)
                    .editStatus()
                    .withContainerStatuses(
                        status(
                            Containers.SIDECAR,
                            new ContainerStateBuilder()
                                .withNewWaiting()
                                .withReason("CrashLoopBackOff")
                                .endWaiting()
                                .build()),
                        status(
                            GATEWAY,
                            new ContainerStateBuilder().withNewRunning().endRunning().build()))
                    .endStatus()
                    .build());
  }

  private static ContainerStatus status(String name, ContainerState state) {
    return new ContainerStatusBuilder()
        .withName(name)
        .withImage(name)
        .withImageID(name)
        .withReady(state.getRunning() != null)
        .withRestartCount(0)
        .withState(state)
        .build();
  }

  /** Deletes a pod, which then terminates. */
  void delete(String name) {
    var _ = client.pods().inNamespace(NAMESPACE).withName(name).withGracePeriod(60).delete();
  }

  /** Removes a pod, which has terminated. */
  public void remove(String name) {
    var _ = client.pods().inNamespace(NAMESPACE).withName(name).withGracePeriod(0).delete();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
