package io.ebbgate.tool.cluster;

import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Headers;
import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Ports;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.webhook.observer.PodSidecar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The pods of a gateway, as the API server has them, and what is waited for of them. */
public record GatewayPods(
    KubernetesClient kubernetes, String namespace, Map<String, String> labels) {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** The names of those that are not deleted. */
  public List<String> names() {
    return staying().map(pod -> pod.getMetadata().getName()).toList();
  }

  /** Those that are not deleted. */
  public Stream<Pod> staying() {
    return all().stream().filter(pod -> pod.getMetadata().getDeletionTimestamp() == null);
  }

  /** Waits until at least that many pods are ready and not deleted. */
  public void awaitReady(int replicas) throws InterruptedException {
    Await.until(
        replicas + " pods are ready",
        LIMIT,
        () -> staying().filter(Readiness::isPodReady).count() >= replicas);
  }

  public void awaitRemoved(List<String> names) throws InterruptedException {
    awaitRemoved(names, names.size());
  }

  /** Waits until that many pods of these names are removed. */
  public void awaitRemoved(List<String> names, int number) throws InterruptedException {
    Await.until(
        number + " of " + names + " are removed",
        LIMIT,
        () ->
            all().stream().filter(pod -> names.contains(pod.getMetadata().getName())).count()
                <= names.size() - number);
  }

  /** Waits until all pods of these names are removed and that many are ready. */
  void awaitReplaced(List<String> names, int replicas) throws InterruptedException {
    awaitRemoved(names);
    awaitReady(replicas);
  }

  public void awaitPhase(String pod, String phase) throws InterruptedException {
    String metrics =
        "/api/v1/namespaces/%s/pods/%s:%d/proxy%s"
            .formatted(namespace, pod, Ports.HOOK, Paths.METRICS);
    String line = "%s{phase=\"%s\"} 1".formatted(MetricNames.DRAIN_PHASE, phase);
    Await.until(
        pod + " is " + phase,
        LIMIT,
        () -> kubernetes.raw(metrics).lines().anyMatch(each -> each.startsWith(line)));
  }

  /**
   * The answer to the hook of a deleted pod, called as its kubelet calls it and at the same time.
   */
  public String hookAnswer(Pod pod) throws IOException, InterruptedException {
    String name = pod.getMetadata().getName();
    Await.until(
        name + " is deleted",
        LIMIT,
        () -> staying().noneMatch(each -> each.getMetadata().getName().equals(name)));
    URI hook =
        URI.create("http://%s:%d%s".formatted(pod.getStatus().getPodIP(), Ports.HOOK, Paths.DRAIN));
    HttpRequest request = HttpRequest.newBuilder(hook).header(Headers.TOKEN, token(pod)).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  /** What the webhook gave a pod to know its hook by. */
  static String token(Pod pod) {
    return PodSidecar.variable(pod, Env.TOKEN).orElseThrow();
  }

  /** Waits until that many of its pods have Events with their verdict. */
  public void awaitReported(int number) throws InterruptedException {
    Await.until(
        number + " pods have an Event",
        LIMIT,
        () ->
            DrainReports.ofEvents(DrainReports.events(kubernetes, namespace), true).size()
                >= number);
  }

  /** Waits until a container of a pod was started once more and runs. */
  public void awaitRestarted(String pod, String container) throws InterruptedException {
    Await.until(
        container + " was restarted",
        LIMIT,
        () ->
            staying()
                .filter(each -> each.getMetadata().getName().equals(pod))
                .flatMap(PodWatch::statuses)
                .filter(status -> status.getName().equals(container))
                .anyMatch(status -> status.getRestartCount() > 0 && status.getReady()));
  }

  /** Waits until there are that many, deleted ones included. */
  void awaitAll(int number) throws InterruptedException {
    Await.until(number + " pods", LIMIT, () -> all().size() == number);
  }

  private List<Pod> all() {
    return kubernetes.pods().inNamespace(namespace).withLabels(labels).list().getItems();
  }
}
