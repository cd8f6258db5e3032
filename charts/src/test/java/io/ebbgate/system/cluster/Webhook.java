package io.ebbgate.system.cluster;

import io.ebbgate.core.testkit.Await;
import java.io.IOException;

/** The webhook's Deployment, and what may happen to it. */
public final class Webhook {
  private static final String WORKLOAD = "deployment/" + Installation.RELEASE;

  private final Cluster cluster;
  private final Kubectl kubectl;

  Webhook(Cluster cluster) {
    this.cluster = cluster;
    this.kubectl = new Kubectl(cluster.kubeconfig(), Installation.NAMESPACE);
  }

  /** Upgrades the release to these values, YAML, beside the usual; empty for those alone. */
  public void upgrade(String values) throws IOException {
    new Installation(cluster).upgrade(values);
  }

  /** What the API server trusts the webhook by, in base 64. */
  public String trusted() {
    return cluster
        .client()
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName(Installation.RELEASE + "." + Installation.NAMESPACE)
        .get()
        .getWebhooks()
        .getFirst()
        .getClientConfig()
        .getCaBundle();
  }

  /** Anything else that people type in its namespace; what was printed. */
  public String kubectl(String... words) throws IOException, InterruptedException {
    return kubectl.run(words);
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

  /** Takes every replica away, so that the Service leads nowhere. */
  public void stop() throws IOException, InterruptedException {
    var _ = kubectl.run("scale", WORKLOAD, "--replicas=0");
    Await.until(
        "no webhook",
        () -> cluster.client().pods().inNamespace(kubectl.namespace()).list().getItems().isEmpty());
  }

  /** Brings them back. */
  public void start() throws IOException, InterruptedException {
    var _ = kubectl.run("scale", WORKLOAD, "--replicas=2");
    awaitReady();
  }

  /** Waits until both replicas are ready. */
  public void awaitReady() throws IOException, InterruptedException {
    var _ = kubectl.run("rollout", "status", WORKLOAD, "--timeout=100s");
  }
}
