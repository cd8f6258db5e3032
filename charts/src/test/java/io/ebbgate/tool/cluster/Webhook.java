package io.ebbgate.tool.cluster;

import com.fasterxml.jackson.databind.node.TextNode;
import io.ebbgate.certs.dev.DevCertificates;
import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Ports;
import io.ebbgate.core.testkit.Await;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** The webhook's Deployment, and what scenarios do to it. */
public final class Webhook {
  private static final String WORKLOAD = "deployment/" + Installation.RELEASE;

  private final Cluster cluster;
  private final KubernetesClient kubernetes;
  private final Kubectl kubectl;

  Webhook(Cluster cluster) {
    this.cluster = cluster;
    this.kubernetes = cluster.client();
    this.kubectl = new Kubectl(cluster.kubeconfig(), Installation.NAMESPACE);
  }

  /** Upgrades the release to these values, YAML, beside the usual; empty for those alone. */
  public void upgrade(String values) throws IOException {
    new Installation(cluster).upgrade(values);
  }

  public String namespace() {
    return kubectl.namespace();
  }

  /**
   * Has it serve a provided certificate, which is never renewed, with that lifetime and remainder.
   */
  public void useCertificate(Duration life, Duration remaining) throws IOException {
    String host = "%s.%s.svc".formatted(Installation.RELEASE, namespace());
    InstantSource then = InstantSource.fixed(Instant.now().minus(life).plus(remaining));
    TlsPair pair = TlsPair.of(host, life, then);
    var _ =
        kubernetes
            .resource(
                new SecretBuilder()
                    .withNewMetadata()
                    .withName("short-lived")
                    .withNamespace(namespace())
                    .endMetadata()
                    .withType("kubernetes.io/tls")
                    .addToStringData(DevCertificates.CERTIFICATE, pair.certificate())
                    .addToStringData(DevCertificates.KEY, pair.key())
                    .build())
            .create();
    upgrade(
        "tls: {mode: provided, provided: {secretName: short-lived, caBundle: %s}}"
            .formatted(TextNode.valueOf(pair.ca())));
  }

  /** The registration's CA bundle, in base 64. */
  public String caBundle() {
    return kubernetes
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName("webhook." + Installation.RELEASE + "." + Installation.NAMESPACE)
        .get()
        .getWebhooks()
        .getFirst()
        .getClientConfig()
        .getCaBundle();
  }

  public String kubectl(String... arguments) throws IOException, InterruptedException {
    return kubectl.run(arguments);
  }

  /** Replaces both replicas, and waits until that is done. */
  public void restart() throws IOException, InterruptedException {
    var _ = kubectl.run("rollout", "restart", WORKLOAD);
    awaitReady();
  }

  /** Kills every replica at once. */
  public void kill() throws IOException, InterruptedException {
    var _ = kubectl.run("delete", "pods", "--all", "--grace-period=0", "--force", "--wait=false");
  }

  /** Kills the leader, and waits until another replica leads. */
  public void killLeader() throws IOException, InterruptedException {
    String leader = leader();
    var _ = kubectl.run("delete", "pod", leader, "--grace-period=0", "--force", "--wait=false");
    Await.until("another leads", () -> !Set.of(leader, "").contains(leader()));
  }

  /** The replica that leads, and so reports drains. */
  public WebhookPod leading() throws InterruptedException {
    Await.until("one leads", () -> !leader().isEmpty());
    return new WebhookPod(kubernetes, leader());
  }

  private String leader() {
    String holder =
        kubernetes
            .leases()
            .inNamespace(Installation.NAMESPACE)
            .withName(Installation.RELEASE)
            .get()
            .getSpec()
            .getHolderIdentity();
    return holder == null ? "" : holder;
  }

  List<String> scrapes() {
    return pods().stream()
        .map(pod ->
            kubernetes.raw(
                "/api/v1/namespaces/%s/pods/%s:%d/proxy%s"
                    .formatted(
                        Installation.NAMESPACE,
                        pod.getMetadata().getName(),
                        Ports.OPERATIONS,
                        Paths.METRICS)))
        .toList();
  }

  /** Waits until no replica has a drain to report. */
  public void awaitAllReported() throws InterruptedException {
    String none = MetricNames.DRAIN_REPORTS_PENDING + " 0";
    Await.until(
        "every drain is reported",
        () ->
            scrapes().stream()
                .allMatch(scrape -> scrape.lines().anyMatch(line -> line.startsWith(none))));
  }

  List<String> logs() {
    return pods().stream().map(pod -> kubernetes.pods().resource(pod).getLog()).toList();
  }

  private List<Pod> pods() {
    return kubernetes.pods().inNamespace(Installation.NAMESPACE).list().getItems().stream()
        .filter(Readiness::isPodReady)
        .toList();
  }

  /** Scales it to zero, so that its Service has no endpoint. */
  public void stop() throws IOException, InterruptedException {
    var _ = kubectl.run("scale", WORKLOAD, "--replicas=0");
    Await.until(
        "no webhook",
        () -> kubernetes.pods().inNamespace(kubectl.namespace()).list().getItems().isEmpty());
  }

  /** Scales it to two replicas. */
  public void start() throws IOException, InterruptedException {
    var _ = kubectl.run("scale", WORKLOAD, "--replicas=2");
    awaitReady();
  }

  /** Waits until both replicas are ready. */
  public void awaitReady() throws IOException, InterruptedException {
    var _ = kubectl.run("rollout", "status", WORKLOAD, "--timeout=100s");
  }
}
