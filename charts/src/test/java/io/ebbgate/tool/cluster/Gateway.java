package io.ebbgate.tool.cluster;

import io.ebbgate.core.contract.Headers;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Ports;
import io.ebbgate.tool.node.Commands;
import io.ebbgate.tool.node.TestImages;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A gateway in a namespace of its own, and what operators do to it. */
public final class Gateway {
  private static final Path JAR =
      Path.of(
          System.getProperty("ebbgate.root", "."),
          "webhook/target/webhook-" + System.getProperty("ebbgate.version", "") + "-all.jar");

  private final Cluster cluster;
  private final GatewayObjects objects;
  private final KubernetesClient kubernetes;
  private final Kubectl kubectl;
  private final Consumer<Pod> logs;

  /**
   * One that is there.
   *
   * @param logs keeps those of a pod
   */
  Gateway(Cluster cluster, GatewayObjects objects, Consumer<Pod> logs) {
    this.logs = logs;
    this.cluster = cluster;
    this.objects = objects;
    this.kubernetes = cluster.client();
    this.kubectl = new Kubectl(cluster.kubeconfig(), objects.namespace());
  }

  /** Replaces every pod, one after the other, and waits until the old ones are removed. */
  public void restart() throws IOException, InterruptedException {
    List<String> old = startRestart();
    pods().awaitReplaced(old, old.size());
  }

  /** Begins to replace every pod, and does not wait; the names of the old pods. */
  public List<String> startRestart() throws IOException, InterruptedException {
    List<String> old = pods().names();
    var _ = kubectl.run("rollout", "restart", objects.workload());
    return old;
  }

  /** Waits until every pod is of the newest template, and ready. */
  public void awaitRolledOut() throws IOException, InterruptedException {
    var _ = kubectl.run("rollout", "status", objects.workload(), "--timeout=110s");
  }

  /** Scales it, and waits until surplus pods are removed. */
  public void scale(int replicas) throws IOException, InterruptedException {
    var _ = kubectl.run("scale", objects.workload(), "--replicas=" + replicas);
    pods().awaitAll(replicas);
    pods().awaitReady(replicas);
  }

  /** Deletes pods, all at once, and waits until they are removed and replaced. */
  public void delete(List<String> pods, String... options)
      throws IOException, InterruptedException {
    int replicas = pods().names().size();
    var _ =
        kubectl.run(
            Stream.of(
                    Stream.of("delete", "pods", "--wait=false"), pods.stream(), Stream.of(options))
                .flatMap(words -> words)
                .toArray(String[]::new));
    pods().awaitReplaced(pods, replicas);
  }

  /**
   * Deletes a pod with a grace of its own, and waits until it is removed and replaced; the moment
   * of the request.
   */
  public Instant delete(String pod, Duration grace) throws InterruptedException {
    int replicas = pods().names().size();
    Instant requested = Instant.now();
    var _ = pod(pod).withGracePeriod(grace.toSeconds()).delete();
    pods().awaitReplaced(List.of(pod), replicas);
    return requested;
  }

  /**
   * Deletes a pod by force: the API server forgets it at once, and waits until there is another.
   */
  public void forceDelete(String pod) throws IOException, InterruptedException {
    int replicas = pods().names().size();
    // The API server has no logs of a removed pod.
    logs.accept(pod(pod).get());
    var _ = kubectl.run("delete", "pod", pod, "--grace-period=0", "--force");
    pods().awaitReplaced(List.of(pod), replicas);
  }

  /**
   * Sends a signal to a container of a pod from its node; a test that needs it is skipped where the
   * nodes are not ours.
   */
  public void signal(String pod, String container, String signal)
      throws IOException, InterruptedException {
    Assumptions.assumeFalse(cluster.own().isEmpty(), "Signals need nodes of our own.");
    String node = pod(pod).get().getSpec().getNodeName();
    cluster.own().getFirst().signal(node, pod, container, signal);
  }

  public GatewayPods pods() {
    return new GatewayPods(kubernetes, objects.namespace(), objects.labels());
  }

  /** Ebbgate's own Deployment. */
  public Webhook webhook() {
    return new Webhook(cluster);
  }

  public void startDeleting(String pod) throws IOException, InterruptedException {
    var _ = kubectl.run("delete", "pod", pod, "--wait=false");
  }

  /** Drains the node of its first pod of the gateway's pods, and uncordons it. */
  public void drainNode() throws IOException, InterruptedException {
    Pod first = pods().staying().findFirst().orElseThrow();
    String node = first.getSpec().getNodeName();
    int replicas = pods().names().size();
    try {
      var _ =
          kubectl.run(
              "drain",
              node,
              "--pod-selector=" + selector(),
              "--delete-emptydir-data",
              "--timeout=150s");
      pods().awaitReady(replicas);
    } finally {
      var _ = kubectl.run("uncordon", node);
    }
  }

  /** Asks the Envoy of a pod to fail its health check, by way of its admin interface. */
  public void failHealth(String pod) throws IOException, InterruptedException {
    post(pod, 9901, "/healthcheck/fail", "none");
  }

  /** Begins a drain of a pod that stays, as an operator does who reads the token in it. */
  public void drain(String pod) throws IOException, InterruptedException {
    Pod seen = pod(pod).get();
    post(pod, Ports.CONTROL, Paths.DRAIN, GatewayPods.token(seen));
  }

  private void post(String pod, int port, String path, String token)
      throws IOException, InterruptedException {
    try (LocalPortForward inside = pod(pod).portForward(port);
        HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:%d%s".formatted(inside.getLocalPort(), path));
      HttpRequest call =
          HttpRequest.newBuilder(uri)
              .header(Headers.TOKEN, token)
              .POST(HttpRequest.BodyPublishers.noBody())
              .build();
      int status = client.send(call, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status >= 300) {
        throw new IOException(path + " was answered " + status);
      }
    }
  }

  public String kubectl(String... arguments) throws IOException, InterruptedException {
    return kubectl.run(arguments);
  }

  /** What {@code ebbgate status} prints of it. */
  public String status(String... options) throws IOException, InterruptedException {
    return Commands.output(command("status"), options);
  }

  /** The words of a command of Ebbgate's command line about it. */
  public List<String> command(String name) {
    return program(
        name,
        "--kubeconfig=" + cluster.kubeconfig(),
        "--namespace=" + kubectl.namespace(),
        objects.workload());
  }

  /**
   * Pipes it from the API server through {@code ebbgate inject} and back, as people do in a shell,
   * and waits until its old pods are replaced; what the programs print.
   */
  public String pipeThroughInject() throws IOException, InterruptedException {
    String image =
        "%s/drain-sidecar:%s"
            .formatted(TestImages.repository(), System.getProperty("ebbgate.version", ""));
    String pipe =
        "%1$s get %2$s -o yaml | %3$s | %1$s apply -f -"
            .formatted(
                shell(kubectl.command()),
                objects.workload(),
                shell(program("inject", "-f", "-", "--sidecar-image=" + image)));
    List<String> old = pods().names();
    String printed = Commands.run(List.of("bash", "-o", "pipefail", "-c", pipe));
    pods().awaitReplaced(old, old.size());
    return printed;
  }

  private static String shell(List<String> words) {
    return words.stream().map("'%s'"::formatted).collect(Collectors.joining(" "));
  }

  private static List<String> program(String... arguments) {
    return Stream.concat(
            Stream.of(
                ProcessHandle.current().info().command().orElse("java"),
                // As the launcher of the command line's archive does.
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                JAR.toString()),
            Stream.of(arguments))
        .toList();
  }

  private PodResource pod(String name) {
    return kubernetes.pods().inNamespace(kubectl.namespace()).withName(name);
  }

  private String selector() {
    return objects.labels().entrySet().stream()
        .map(each -> each.getKey() + "=" + each.getValue())
        .collect(Collectors.joining(","));
  }

  /** The namespace of its pods. */
  String namespace() {
    return objects.namespace();
  }
}
