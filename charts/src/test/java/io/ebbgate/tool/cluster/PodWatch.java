package io.ebbgate.tool.cluster;

import io.ebbgate.core.contract.Labels;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Watches the pods of a namespace from their creation to their removal. */
public final class PodWatch implements AutoCloseable {
  private volatile Optional<WatcherException> broken = Optional.empty();
  private final Map<String, PodHistory> histories = new LinkedHashMap<>();
  private final Consumer<Pod> terminating;
  private final Watch watch;

  private PodWatch(KubernetesClient kubernetes, String namespace, Consumer<Pod> terminating) {
    this.terminating = terminating;
    watch =
        kubernetes
            .pods()
            .inNamespace(namespace)
            .watch(
                new Watcher<>() {
                  @Override
                  public void eventReceived(Action action, Pod pod) {
                    see(action, pod);
                  }

                  @Override
                  public void onClose(WatcherException cause) {
                    broken = Optional.of(cause);
                  }
                });
  }

  /**
   * Begins.
   *
   * @param terminating called with each pod once, when its deletion is seen
   */
  static PodWatch open(KubernetesClient kubernetes, String namespace, Consumer<Pod> terminating) {
    return new PodWatch(kubernetes, namespace, terminating);
  }

  /** Every pod so far, in the order they appeared. */
  synchronized List<PodHistory> histories() {
    broken.ifPresent(cause -> {
      throw new IllegalStateException("The watch of the pods broke.", cause);
    });
    return List.copyOf(histories.values());
  }

  /** The names of pods that were not deleted by then. */
  synchronized Set<String> notDeletedBefore(Instant when) {
    return histories.values().stream()
        .filter(pod -> pod.deleted().filter(when::isAfter).isEmpty())
        .map(PodHistory::name)
        .collect(Collectors.toSet());
  }

  private synchronized void see(Watcher.Action action, Pod pod) {
    Instant now = Instant.now();
    String name = pod.getMetadata().getName();
    PodHistory before = histories.getOrDefault(name, fresh(pod, now));
    Map<String, String> messages = new HashMap<>(before.messages());
    statuses(pod)
        .forEach(status -> message(status).ifPresent(m -> messages.put(status.getName(), m)));
    boolean removed = action == Watcher.Action.DELETED;
    boolean deleted = removed || pod.getMetadata().getDeletionTimestamp() != null;
    if (deleted && !removed && before.deleted().isEmpty()) {
      terminating.accept(pod);
    }
    histories.put(
        name,
        new PodHistory(
            name,
            or(pod.getSpec().getNodeName(), before.node()),
            or(pod.getStatus().getPodIP(), before.address()),
            before.injected(),
            before.created(),
            before
                .ready()
                .or(() -> Readiness.isPodReady(pod) ? Optional.of(now) : Optional.empty()),
            before.deleted().or(() -> deleted ? Optional.of(now) : Optional.empty()),
            removed ? Optional.of(now) : Optional.empty(),
            statuses(pod).mapToInt(ContainerStatus::getRestartCount).sum(),
            messages));
  }

  private static PodHistory fresh(Pod pod, Instant now) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    boolean injected = labels != null && labels.containsKey(Labels.INJECTED);
    return new PodHistory(
        pod.getMetadata().getName(),
        "",
        "",
        injected,
        now,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        Map.of());
  }

  /** The names of all its containers, native sidecars first. */
  static Stream<String> containers(Pod pod) {
    return Stream.concat(
            pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
        .map(Container::getName);
  }

  /** Of all its containers, native sidecars first. */
  public static Stream<ContainerStatus> statuses(Pod pod) {
    return Stream.concat(
        pod.getStatus().getInitContainerStatuses().stream(),
        pod.getStatus().getContainerStatuses().stream());
  }

  private static Optional<String> message(ContainerStatus status) {
    return Stream.of(status.getState(), status.getLastState())
        .filter(state -> state != null && state.getTerminated() != null)
        .map(state -> state.getTerminated())
        .map(ContainerStateTerminated::getMessage)
        .filter(message -> message != null && !message.isEmpty())
        .findFirst();
  }

  private static String or(String text, String otherwise) {
    return text == null || text.isEmpty() ? otherwise : text;
  }

  @Override
  public void close() {
    watch.close();
  }
}
