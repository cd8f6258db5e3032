package io.ebbgate.tool.cluster;

import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Ports;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

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
    String path = "/api/v1/namespaces/%s/pods/%s:%d/proxy%s";
    return kubernetes.raw(
        path.formatted(Installation.NAMESPACE, name, Ports.OPERATIONS, Paths.METRICS));
  }

  /** Resident memory of its process, in bytes, as the node's kernel has it. */
  public long resident() throws IOException {
    String id = container().getContainerID();
    String bare = id.substring(id.lastIndexOf('/') + 1);
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        try {
          if (Files.readString(process.resolve("cgroup")).contains(bare)) {
            return kilobytes(process) * 1024;
          }
        } catch (NoSuchFileException ended) {
          // Between being listed and being read.
        }
      }
    }
    throw new IOException("there is no process of " + name + " on this machine");
  }

  private static long kilobytes(Path process) throws IOException {
    String name = "VmRSS:";
    return Files.readAllLines(process.resolve("status")).stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }
}
