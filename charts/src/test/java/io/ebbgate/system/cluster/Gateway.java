package io.ebbgate.system.cluster;

import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Ports;
import io.ebbgate.core.testkit.Await;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A gateway in a namespace of its own, and what people do to it. */
public final class Gateway {
  private static final Map<String, String> LABELS = Map.of("app", "gateway");
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Cluster cluster;
  private final KubernetesClient kubernetes;
  private final Kubectl kubectl;
  private final Consumer<Pod> logs;

  /**
   * One that is there.
   *
   * @param logs keeps those of a pod
   */
  Gateway(Cluster cluster, String namespace, Consumer<Pod> logs) {
    this.logs = logs;
    this.cluster = cluster;
    this.kubernetes = cluster.client();
    this.kubectl = new Kubectl(cluster.kubeconfig(), namespace);
  }

  /** Replaces every pod, one after the other, and waits until the old ones are gone. */
  public void restart() throws IOException, InterruptedException {
    List<String> old = startRestart();
    awaitGone(old);
    awaitReady(old.size());
  }

  /** Begins to replace every pod, and does not wait; those that will leave. */
  public List<String> startRestart() throws IOException, InterruptedException {
    List<String> old = names();
    var _ = kubectl.run("rollout", "restart", workload());
    return old;
  }

  /** Waits until so many pods of these names are no more. */
  public void awaitGone(List<String> names, int number) throws InterruptedException {
    Await.until(
        number + " of " + names + " are gone",
        LIMIT,
        () ->
            pods().stream().filter(pod -> names.contains(pod.getMetadata().getName())).count()
                <= names.size() - number);
  }

  /** As many pods as that; waits until those that leave are gone. */
  public void scale(int replicas) throws IOException, InterruptedException {
    var _ = kubectl.run("scale", workload(), "--replicas=" + replicas);
    Await.until(replicas + " pods", LIMIT, () -> pods().size() == replicas);
    awaitReady(replicas);
  }

  /** Deletes pods, all at once, and waits until they are gone and replaced. */
  public void delete(List<String> pods, String... options)
      throws IOException, InterruptedException {
    int replicas = names().size();
    var _ =
        kubectl.run(
            Stream.of(
                    Stream.of("delete", "pods", "--wait=false"), pods.stream(), Stream.of(options))
                .flatMap(words -> words)
                .toArray(String[]::new));
    awaitGone(pods);
    awaitReady(replicas);
  }

  /**
   * Deletes a pod by force: the API server forgets it at once, and waits until there is another.
   */
  public void forceDelete(String pod) throws IOException, InterruptedException {
    int replicas = names().size();
    // Nobody can ask for them later.
    logs.accept(kubernetes.pods().inNamespace(kubectl.namespace()).withName(pod).get());
    var _ = kubectl.run("delete", "pod", pod, "--grace-period=0", "--force");
    awaitGone(List.of(pod));
    awaitReady(replicas);
  }

  /**
   * Sends a signal to a container of a pod from its node; a test that needs it is left out where
   * the nodes are not ours.
   */
  public void signal(String pod, String container, String signal)
      throws IOException, InterruptedException {
    Assumptions.assumeFalse(cluster.own().isEmpty(), "Signals need nodes of our own.");
    String node =
        kubernetes
            .pods()
            .inNamespace(kubectl.namespace())
            .withName(pod)
            .get()
            .getSpec()
            .getNodeName();
    cluster.own().getFirst().signal(node, pod, container, signal);
  }

  /** Ebbgate's own Deployment. */
  public Webhook webhook() {
    return new Webhook(cluster);
  }

  /** Deletes a pod and does not wait. */
  public void startDeleting(String pod) throws IOException, InterruptedException {
    var _ = kubectl.run("delete", "pod", pod, "--wait=false");
  }

  /**
   * Has all of the gateway's pods evicted from the node of its first, and lets the node in again.
   */
  public void leaveNode() throws IOException, InterruptedException {
    Pod first = staying().findFirst().orElseThrow();
    String node = first.getSpec().getNodeName();
    int replicas = names().size();
    try {
      var _ =
          kubectl.run(
              "drain",
              node,
              "--pod-selector=app=gateway",
              "--delete-emptydir-data",
              "--timeout=150s");
      awaitReady(replicas);
    } finally {
      var _ = kubectl.run("uncordon", node);
    }
  }

  /** Waits until the sidecar of a pod says that it is in that phase. */
  public void awaitPhase(String pod, String phase) throws InterruptedException {
    String metrics =
        "/api/v1/namespaces/%s/pods/%s:%d/proxy%s"
            .formatted(kubectl.namespace(), pod, Ports.HOOK, Paths.METRICS);
    String line = "%s{phase=\"%s\"} 1".formatted(MetricNames.DRAIN_PHASE, phase);
    Await.until(
        pod + " is " + phase,
        LIMIT,
        () -> kubernetes.raw(metrics).lines().anyMatch(each -> each.startsWith(line)));
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

  /** Asks the Envoy of a pod to fail its health check, by way of its admin interface. */
  public void failHealth(String pod) throws IOException, InterruptedException {
    try (LocalPortForward admin =
            kubernetes.pods().inNamespace(kubectl.namespace()).withName(pod).portForward(9901);
        HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:%d/healthcheck/fail".formatted(admin.getLocalPort()));
      HttpRequest call =
          HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.noBody()).build();
      int status = client.send(call, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status != 200) {
        throw new IOException("Envoy answered " + status);
      }
    }
  }

  /** Anything else that people type; what was printed. */
  public String kubectl(String... words) throws IOException, InterruptedException {
    return kubectl.run(words);
  }

  /** What {@code ebbgate status} prints of it. */
  public String status(String... options) throws IOException, InterruptedException {
    String[] words =
        Stream.concat(Stream.of(workload()), Stream.of(options)).toArray(String[]::new);
    return new Ebbgate(cluster.kubeconfig(), kubectl.namespace()).run("status", words);
  }

  /** Its pods that are not leaving. */
  public List<String> names() {
    return staying().map(pod -> pod.getMetadata().getName()).toList();
  }

  /** Its pods that are not leaving, as the API server has them. */
  public Stream<Pod> staying() {
    return pods().stream().filter(pod -> pod.getMetadata().getDeletionTimestamp() == null);
  }

  /** Waits until so many pods are ready and stay. */
  public void awaitReady(int replicas) throws InterruptedException {
    Await.until(
        replicas + " pods are ready",
        LIMIT,
        () -> staying().filter(Readiness::isPodReady).count() >= replicas);
  }

  /** Waits until pods of these names are no more. */
  public void awaitGone(List<String> names) throws InterruptedException {
    awaitGone(names, names.size());
  }

  private List<Pod> pods() {
    return kubernetes.pods().inNamespace(kubectl.namespace()).withLabels(LABELS).list().getItems();
  }

  private String workload() {
    boolean daemons =
        kubernetes.apps().daemonSets().inNamespace(kubectl.namespace()).withName("gateway").get()
            != null;
    return (daemons ? "daemonset" : "deployment") + "/gateway";
  }
}
