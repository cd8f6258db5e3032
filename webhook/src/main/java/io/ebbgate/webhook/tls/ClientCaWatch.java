package io.ebbgate.webhook.tls;

import io.ebbgate.certs.issue.InvalidCertificateException;
import io.ebbgate.certs.issue.Pem;
import io.ebbgate.core.contract.WebhookEnv;
import io.ebbgate.webhook.http.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the CAs of client certificates from a file, and again when it changes. A file that can't be
 * used leaves the previous CAs in place: the port never stops asking for a certificate.
 */
public final class ClientCaWatch implements AutoCloseable {
  /** How often the file is read. */
  public static final Duration INTERVAL = CertificateFileWatch.INTERVAL;

  private static final Logger LOG = LoggerFactory.getLogger(ClientCaWatch.class);

  private final Path file;
  private final ClientCertificates server;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("client-ca").factory());
  private String last = "";
  private String problem = "";

  /** A TLS server that requires certificates from its clients. */
  @FunctionalInterface
  public interface ClientCertificates {
    /**
     * Requires one by any of these CAs.
     *
     * @throws StartException if they can't be used; the previous ones are kept
     */
    void require(List<X509Certificate> cas) throws StartException;
  }

  private ClientCaWatch(Path file, ClientCertificates server) {
    this.file = file;
    this.server = server;
  }

  /**
   * Requires certificates by the CAs in the file, and checks it at that interval until closed.
   *
   * @throws IOException for a file that can't be used, naming setting and file
   * @throws StartException if the server does not take the CAs
   */
  public static ClientCaWatch start(Path file, ClientCertificates server, Duration interval)
      throws IOException, StartException {
    ClientCaWatch watch = new ClientCaWatch(file, server);
    watch.require(watch.text());
    var _ =
        watch.thread.scheduleWithFixedDelay(
            watch::check, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    return watch;
  }

  private void check() {
    try {
      String text = text();
      if (!text.equals(last)) {
        require(text);
      }
      problem = "";
    } catch (IOException | StartException | RuntimeException e) {
      // An exception would cancel the schedule.
      report(String.valueOf(e.getMessage()));
    }
  }

  /** Once, until it changes. */
  private void report(String sentence) {
    if (!sentence.equals(problem)) {
      problem = sentence;
      LOG.atError().addKeyValue("problem", sentence).log("client CA not reloaded");
    }
  }

  private String text() throws IOException {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IOException(
          "%s is %s; allowed is a readable file of CA certificates as PEM."
              .formatted(WebhookEnv.CLIENT_CA, file),
          e);
    }
  }

  private void require(String text) throws IOException, StartException {
    try {
      List<X509Certificate> cas =
          Pem.readCertificates(text, WebhookEnv.CLIENT_CA + " (" + file + ")");
      server.require(cas);
      last = text;
      LOG.info("client CA loaded");
    } catch (InvalidCertificateException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
