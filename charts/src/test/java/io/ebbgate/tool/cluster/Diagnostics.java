package io.ebbgate.tool.cluster;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What is kept of a scenario to find out why it failed: logs of deleted pods, followed from their
 * deletion on because the API server has none of a removed pod, and the namespace at the end.
 *
 * @param folder of this scenario
 */
record Diagnostics(KubernetesClient kubernetes, Path folder, List<LogWatch> logs)
    implements AutoCloseable {
  static Diagnostics into(KubernetesClient kubernetes, Path folder) throws IOException {
    return new Diagnostics(kubernetes, Files.createDirectories(folder), new ArrayList<>());
  }

  /** The reasons of warnings among Events, one for each time. */
  static List<String> warnings(List<Event> events) {
    return events.stream()
        .filter(event -> event.getType().equals("Warning"))
        .flatMap(event ->
            Collections.nCopies(requireNonNullElse(event.getCount(), 1), event.getReason())
                .stream())
        .toList();
  }

  /** Follows the logs of a pod to its end. */
  synchronized void follow(Pod pod) {
    PodWatch.containers(pod).forEach(container -> logs.add(follow(pod, container)));
  }

  /** Where it writes that. */
  static Path log(Path folder, String pod, String container) {
    return folder.resolve(pod + "-" + container + ".log");
  }

  private LogWatch follow(Pod pod, String container) {
    Path file = log(folder, pod.getMetadata().getName(), container);
    try {
      OutputStream out = Files.newOutputStream(file);
      return kubernetes.pods().resource(pod).inContainer(container).watchLog(out);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  /** What the clients saw. */
  void keep(String report) throws IOException {
    var _ = Files.writeString(folder.resolve("requests.json"), report);
  }

  /** The result, in a line. */
  void keep(ScenarioResult result) throws IOException {
    var _ = Files.writeString(folder.resolve("story.txt"), result.line() + "\n");
  }

  /** A namespace's Events and pods, and the logs of those pods. */
  void keepNamespace(String namespace) throws IOException {
    Path own = Files.createDirectories(folder.resolve(namespace));
    var _ =
        Files.write(
            own.resolve("events.txt"),
            kubernetes.v1().events().inNamespace(namespace).list().getItems().stream()
                .map(Diagnostics::line)
                .toList());
    PodList pods = kubernetes.pods().inNamespace(namespace).list();
    var _ =
        Files.writeString(
            own.resolve("pods.yaml"), kubernetes.getKubernetesSerialization().asYaml(pods));
    for (Pod pod : pods.getItems()) {
      for (Container container : pod.getSpec().getContainers()) {
        String name = pod.getMetadata().getName() + "-" + container.getName() + "-now.log";
        var _ =
            Files.writeString(
                own.resolve(name),
                kubernetes.pods().resource(pod).inContainer(container.getName()).getLog());
      }
    }
  }

  private static String line(Event event) {
    return "%s %s %s %s: %s"
        .formatted(
            event.getLastTimestamp(),
            event.getType(),
            event.getReason(),
            event.getInvolvedObject().getName(),
            event.getMessage());
  }

  @Override
  public synchronized void close() {
    logs.forEach(LogWatch::close);
  }
}
