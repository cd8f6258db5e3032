package io.ebbgate.system.cluster;

import io.ebbgate.certs.dev.DevCertificates;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.system.node.TestImages;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** A gateway in a namespace of its own, and what can be done to it. */
public final class Gateway implements AutoCloseable {
  private static final String NAME = "gateway";
  private static final Map<String, String> POD = Map.of("app", NAME);
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final KubernetesClient kubernetes;
  private final String namespace;
  private final PodWatch watch;
  private int revision;

  private Gateway(KubernetesClient kubernetes, String namespace, Evidence evidence) {
    this.kubernetes = kubernetes;
    this.namespace = namespace;
    this.watch = PodWatch.open(kubernetes, namespace, evidence::follow);
  }

  /** Makes one and waits until it serves. */
  static Gateway create(
      KubernetesClient kubernetes, String namespace, Play play, String backend, Evidence evidence)
      throws IOException, InterruptedException {
    var _ = kubernetes.resource(namespace(namespace, play.namespaceLabels())).create();
    Gateway gateway = new Gateway(kubernetes, namespace, evidence);
    var _ =
        kubernetes.resource(gateway.settings(play.shape(), backend, evidence.folder())).create();
    Map<String, String> words =
        Map.of(
            "namespace",
            namespace,
            "image",
            TestImages.ENVOY,
            "replicas",
            Integer.toString(play.replicas()));
    Manifest.read("service.yaml", words).create(kubernetes);
    play.changed(Manifest.read(play.shape().file(), words), kubernetes);
    gateway.awaitReady(play.replicas());
    return gateway;
  }

  private static io.fabric8.kubernetes.api.model.Namespace namespace(
      String name, Map<String, String> labels) {
    return new NamespaceBuilder()
        .withNewMetadata()
        .withName(name)
        .withLabels(labels)
        .endMetadata()
        .build();
  }

  private io.fabric8.kubernetes.api.model.ConfigMap settings(
      Shape shape, String backend, Path folder) throws IOException {
    Path certificates = Files.createDirectories(folder.resolve("certificates"));
    DevCertificates.write(certificates, List.of(NAME), Duration.ofDays(1), InstantSource.system());
    String envoy =
        Manifest.read(
                "envoy.yaml",
                Map.of(
                    "admin",
                    shape.admin(),
                    "path",
                    shape.path(),
                    "ready",
                    Integer.toString(shape.ready()),
                    "backend",
                    backend,
                    "http",
                    "10080",
                    "https",
                    "10443",
                    "tcp",
                    "19000"))
            .text();
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(NAME)
        .withNamespace(namespace)
        .endMetadata()
        .addToData("envoy.yaml", envoy)
        .addToData("tls.crt", Files.readString(certificates.resolve(DevCertificates.CERTIFICATE)))
        .addToData("tls.key", Files.readString(certificates.resolve(DevCertificates.KEY)))
        .build();
  }

  String namespace() {
    return namespace;
  }

  /** The address of its Service. */
  String address() {
    return kubernetes
        .services()
        .inNamespace(namespace)
        .withName(NAME)
        .get()
        .getSpec()
        .getClusterIP();
  }

  /** Replaces every pod, one after the other, and waits until the old ones are gone. */
  public void restart() throws InterruptedException {
    List<String> old = names();
    revision++;
    var _ =
        kubernetes
            .apps()
            .deployments()
            .inNamespace(namespace)
            .withName(NAME)
            .patch(
                PatchContext.of(io.fabric8.kubernetes.client.dsl.base.PatchType.STRATEGIC_MERGE),
                "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"restarted\":\"%d\"}}}}}"
                    .formatted(revision));
    awaitGone(old);
    awaitReady(old.size());
  }

  /** As many pods as that; waits until those that leave are gone. */
  public void scale(int replicas) throws InterruptedException {
    var _ = kubernetes.apps().deployments().inNamespace(namespace).withName(NAME).scale(replicas);
    Await.until(replicas + " pods", LIMIT, () -> pods().size() == replicas);
    awaitReady(replicas);
  }

  /** Deletes pods, all at once, and waits until they are gone and replaced. */
  public void delete(List<String> pods) throws InterruptedException {
    int replicas = names().size();
    deletePods(pods, -1);
    awaitGone(pods);
    awaitReady(replicas);
  }

  /** The same, with another grace than theirs. */
  public void delete(List<String> pods, Duration grace) throws InterruptedException {
    int replicas = names().size();
    deletePods(pods, grace.toSeconds());
    awaitGone(pods);
    awaitReady(replicas);
  }

  private void deletePods(List<String> pods, long grace) {
    for (String pod : pods) {
      var one = kubernetes.pods().inNamespace(namespace).withName(pod);
      var _ = grace < 0 ? one.delete() : one.withGracePeriod(grace).delete();
    }
  }

  /** Its pods that are not leaving. */
  public List<String> names() {
    return pods().stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .map(pod -> pod.getMetadata().getName())
        .toList();
  }

  List<PodStory> stories() {
    return watch.stories();
  }

  private List<Pod> pods() {
    return kubernetes.pods().inNamespace(namespace).withLabels(POD).list().getItems();
  }

  private void awaitGone(List<String> names) throws InterruptedException {
    Await.until(
        names + " are gone",
        LIMIT,
        () -> pods().stream().noneMatch(pod -> names.contains(pod.getMetadata().getName())));
  }

  private void awaitReady(int replicas) throws InterruptedException {
    Await.until(
        replicas + " pods are ready",
        LIMIT,
        () ->
            pods().stream()
                    .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                    .filter(Readiness::isPodReady)
                    .count()
                >= replicas);
  }

  /** Takes it away at once. */
  @Override
  public void close() {
    watch.close();
    var _ = kubernetes.apps().deployments().inNamespace(namespace).delete();
    var _ = kubernetes.pods().inNamespace(namespace).withGracePeriod(0).delete();
    var _ = kubernetes.namespaces().withName(namespace).delete();
  }
}
