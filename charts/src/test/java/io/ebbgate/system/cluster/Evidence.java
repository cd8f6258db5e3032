package io.ebbgate.system.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is kept of a play for whoever has to find out: logs of the pods that left, written from the
 * moment of their deletion on because nobody has them later, and the namespace as it was at the
 * end.
 *
 * @param folder of this play's own
 */
record Evidence(KubernetesClient kubernetes, Path folder, List<LogWatch> logs)
    implements AutoCloseable {
  static Evidence into(KubernetesClient kubernetes, Path folder) throws IOException {
    return new Evidence(kubernetes, Files.createDirectories(folder), new ArrayList<>());
  }

  /** Follows the logs of a pod to its end. */
  synchronized void follow(Pod pod) {
    Stream.concat(
            pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
        .map(Container::getName)
        .forEach(container -> logs.add(follow(pod, container)));
  }

  private LogWatch follow(Pod pod, String container) {
    Path file = folder.resolve(pod.getMetadata().getName() + "-" + container + ".log");
    try {
      OutputStream out = Files.newOutputStream(file);
      return kubernetes.pods().resource(pod).inContainer(container).watchLog(out);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  /** What the clients saw. */
  void keep(String report) throws IOException {
    var _ = Files.writeString(folder.resolve("requests.csv"), report);
  }

  /** The namespace's events and pods as they are now. */
  void keep(String namespace, Story story) throws IOException {
    var _ = Files.writeString(folder.resolve("story.txt"), story.line() + "\n");
    var _ =
        Files.write(
            folder.resolve("events.txt"),
            kubernetes.v1().events().inNamespace(namespace).list().getItems().stream()
                .map(each ->
                    "%s %s %s %s: %s"
                        .formatted(
                            each.getLastTimestamp(),
                            each.getType(),
                            each.getReason(),
                            each.getInvolvedObject().getName(),
                            each.getMessage()))
                .toList());
    var _ =
        Files.writeString(
            folder.resolve("pods.yaml"),
            kubernetes
                .getKubernetesSerialization()
                .asYaml(kubernetes.pods().inNamespace(namespace).list()));
  }

  @Override
  public synchronized void close() {
    logs.forEach(LogWatch::close);
  }
}
