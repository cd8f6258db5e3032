package io.ebbgate.webhook.tls;

import io.ebbgate.certs.rotation.RotationTerms;
import io.ebbgate.core.admission.AdmissionPolicy;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.webhook.cluster.CaSecret;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.cluster.Leadership;
import io.ebbgate.webhook.cluster.Registration;
import io.ebbgate.webhook.http.AdmissionServer;
import io.ebbgate.webhook.http.ListenAddresses;
import io.ebbgate.webhook.http.RequestTimeouts;
import io.ebbgate.webhook.metrics.WebhookMetrics;
import io.ebbgate.webhook.review.Reviewer;
import io.ebbgate.webhook.review.TokenKey;
import io.ebbgate.webhook.trace.Tracing;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** One replica of the webhook, wired as in the program but with the test's own terms. */
public final class Replica implements AutoCloseable {
  private final Cluster cluster;
  private final Leadership leadership;
  private final AdmissionServer server;
  private final CertificateRotation rotation;
  final CertificateHealth health;
  final WebhookMetrics metrics = new WebhookMetrics("test");

  private Replica(TestCluster test, String name, RotationSettings settings) throws Exception {
    cluster = test.webhook();
    health = new CertificateHealth(InstantSource.system(), metrics.registry());
    InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    AdmissionPolicy policy =
        AdmissionPolicy.of(
            "ebbgate", Set.of(), false, Mode.AGENT, SidecarStyle.NATIVE, "sidecar", Map.of());
    server =
        AdmissionServer.start(
            new ListenAddresses(any, any),
            RequestTimeouts.DEFAULT,
            new Reviewer(policy, TokenKey.of(new byte[32]))::review,
            metrics,
            Tracing.OFF,
            System::nanoTime,
            health::unreadyReason);
    leadership = Leadership.start(cluster, TestCluster.LEASE, name);
    rotation =
        CertificateRotation.start(
            settings,
            new CertificateRotation.Dependencies(
                new CaSecret(cluster, TestCluster.SECRET),
                new Registration(cluster, TestCluster.REGISTRATION),
                leadership::isLeader,
                server::useCertificate,
                health,
                InstantSource.system(),
                new SecureRandom()));
  }

  public static Replica start(TestCluster test, String name, RotationTerms terms) throws Exception {
    return start(test, name, TestCluster.settings(terms, Duration.ofMillis(100)));
  }

  static Replica start(TestCluster test, String name, RotationSettings settings) throws Exception {
    return new Replica(test, name, settings);
  }

  public int port() {
    return server.admissionPort();
  }

  double metric(String name) {
    return metric(metrics, name);
  }

  /** The value of a metric without labels in a scrape; 0 where it is not. */
  static double metric(WebhookMetrics metrics, String name) {
    return metrics
        .scrape("")
        .text()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(0);
  }

  public boolean isReady() {
    return port() != 0 && health.unreadyReason().isEmpty();
  }

  @Override
  public void close() {
    rotation.close();
    leadership.close();
    server.stop(Duration.ZERO).toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    cluster.client().close();
  }
}
