package io.ebbgate.webhook.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.ebbgate.certs.dev.DevCertificates;
import io.ebbgate.certs.issue.Credential;
import io.ebbgate.certs.issue.Pem;
import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.WebhookEnv;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.Trust;
import io.ebbgate.webhook.http.AdmissionServer;
import io.ebbgate.webhook.http.ListenAddresses;
import io.ebbgate.webhook.http.RequestTimeouts;
import io.ebbgate.webhook.metrics.WebhookMetrics;
import io.ebbgate.webhook.trace.Tracing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFileWatchIT {
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
  private static final Duration INTERVAL = Duration.ofMillis(50);

  @TempDir Path folder;
  private final WebhookMetrics metrics = new WebhookMetrics("test");
  private final CertificateHealth health =
      new CertificateHealth(InstantSource.system(), metrics.registry());
  private AdmissionServer server;
  private CertificateFiles files;

  @BeforeEach
  void start() throws Exception {
    files =
        new CertificateFiles(
            folder.resolve(DevCertificates.CERTIFICATE), folder.resolve(DevCertificates.KEY));
    issue(folder);
    InetSocketAddress any = new InetSocketAddress(HERE, 0);
    server =
        AdmissionServer.start(
            new ListenAddresses(any, any),
            RequestTimeouts.DEFAULT,
            (review, budget) -> {
              throw new IllegalStateException("no review is expected");
            },
            metrics,
            Tracing.OFF,
            System::nanoTime,
            health::unreadyReason);
  }

  @AfterEach
  void stop() throws Exception {
    server.stop(Duration.ZERO).toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void servesAChangedFileToNewConnections() throws Exception {
    try (var _ = CertificateFileWatch.start(files, server::useCertificate, health, INTERVAL)) {
      Certificate first = served();
      issue(folder);
      Await.until("another certificate", () -> !served().equals(first));

      assertThat(served()).isEqualTo(inFiles().certificate());
    }
  }

  @Test
  void keepsAnOpenConnectionThroughARenewal() throws Exception {
    try (var _ = CertificateFileWatch.start(files, server::useCertificate, health, INTERVAL);
        SSLSocket open = connect()) {
      open.startHandshake();
      Certificate first = served();
      issue(folder);
      Await.until("another certificate", () -> !served().equals(first));
      open.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));

      assertThat(open.getInputStream().read()).isEqualTo('H');
    }
  }

  @Test
  void keepsThePreviousCertificateIfTheKeyDoesNotMatch() throws Exception {
    try (var _ = CertificateFileWatch.start(files, server::useCertificate, health, INTERVAL)) {
      Certificate first = served();
      Path other = Files.createDirectory(folder.resolve("other"));
      issue(other);
      Files.copy(
          other.resolve(DevCertificates.KEY), files.key(), StandardCopyOption.REPLACE_EXISTING);
      // A copy may be read half-written, which is another problem.
      Await.until(
          "a problem", () -> health.problem().filter(p -> p.contains("not the one")).isPresent());

      assertThat(health.problem().orElseThrow()).contains("is still served");
      assertThat(Replica.metric(metrics, MetricNames.CERTIFICATE_PROBLEM)).isEqualTo(1);
      assertThat(health.unreadyReason()).isEmpty();
      assertThat(served()).isEqualTo(first);
    }
  }

  @Test
  void keepsThePreviousCertificateIfTheFileIsBrokenAndTakesTheNextValidOne() throws Exception {
    try (var _ = CertificateFileWatch.start(files, server::useCertificate, health, INTERVAL)) {
      Certificate first = served();
      Files.writeString(files.certificates(), "-----BEGIN CERTIFICATE-----\nnothing\n");
      Await.until(
          "a problem",
          () -> health.problem().filter(p -> p.contains(WebhookEnv.TLS_CERT)).isPresent());
      assertThat(served()).isEqualTo(first);
      issue(folder);
      Await.until("no problem", () -> health.problem().isEmpty());

      assertThat(served()).isNotEqualTo(first);
    }
  }

  @Test
  void isNotReadyWithAnExpiredCertificate() throws Exception {
    CertificateHealth later =
        new CertificateHealth(
            () -> InstantSource.system().instant().plus(Duration.ofHours(2)), metrics.registry());
    try (var _ = CertificateFileWatch.start(files, server::useCertificate, later, INTERVAL)) {
      assertThat(later.unreadyReason())
          .hasValueSatisfying(why -> assertThat(why).contains("expired at"));
    }
  }

  @Test
  void startsWithAValidPairOnly() throws Exception {
    Files.writeString(files.key(), "no key");

    assertThatIOException()
        .isThrownBy(() ->
            CertificateFileWatch.start(files, server::useCertificate, health, INTERVAL).close())
        .withMessageContaining(WebhookEnv.TLS_KEY);
    assertThat(server.admissionPort()).isZero();
    assertThat(health.unreadyReason()).isPresent();
  }

  private static void issue(Path folder) throws IOException {
    DevCertificates.write(
        folder, List.of("127.0.0.1"), Duration.ofHours(1), InstantSource.system());
  }

  private Credential inFiles() throws IOException {
    return new Credential(
        Pem.readCertificates(Files.readString(files.certificates()), "certificate"),
        Pem.readKey(Files.readString(files.key()), "key"));
  }

  private SSLSocket connect() throws IOException {
    return (SSLSocket)
        Trust.only(folder.resolve(DevCertificates.CA_CERTIFICATE))
            .getSocketFactory()
            .createSocket(HERE, server.admissionPort());
  }

  /** Empty while the CA's file is being written. */
  private Optional<Certificate> servedNow() {
    try (SSLSocket socket = connect()) {
      socket.startHandshake();
      return Optional.of(socket.getSession().getPeerCertificates()[0]);
    } catch (IOException notYet) {
      return Optional.empty();
    }
  }

  private Certificate served() {
    long began = System.nanoTime();
    Optional<Certificate> served = servedNow();
    while (served.isEmpty() && System.nanoTime() - began < TimeUnit.SECONDS.toNanos(20)) {
      served = servedNow();
    }
    return served.orElseThrow();
  }
}
