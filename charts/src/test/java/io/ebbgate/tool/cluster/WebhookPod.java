package io.ebbgate.tool.cluster;

import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Ports;
import io.ebbgate.core.testkit.ProcessMemory;
import io.ebbgate.tool.node.MemoryWatch;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A replica of the webhook on a node of our own. */
public record WebhookPod(KubernetesClient kubernetes, String name) {
  private Pod pod() {
    return kubernetes.pods().inNamespace(Installation.NAMESPACE).withName(name).get();
  }

  private ContainerStatus container() {
    return pod().getStatus().getContainerStatuses().getFirst();
  }

  /** Its admission port; a Service would spread connections over all replicas. */
  public InetSocketAddress admission() {
    InetAddress address = InetAddress.ofLiteral(pod().getStatus().getPodIP());
    return new InetSocketAddress(address, Ports.ADMISSION);
  }

  /** How many times its container was started again. */
  public int restarts() {
    return container().getRestartCount();
  }

  public String metrics() {
    return kubernetes.raw(
        "/api/v1/namespaces/%s/pods/%s:%d/proxy%s"
            .formatted(Installation.NAMESPACE, name, Ports.OPERATIONS, Paths.METRICS));
  }

  /** The memory of its container, as the node's kernel has it. */
  public ProcessMemory memory() throws IOException {
    String id = container().getContainerID();
    return MemoryWatch.now(id.substring(id.lastIndexOf('/') + 1))
        .orElseThrow(() -> new IOException(name + " has no process on this machine"));
  }
}
