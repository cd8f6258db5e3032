package io.ebbgate.webhook.tls;

import io.ebbgate.certs.issue.Credential;
import io.ebbgate.webhook.http.StartException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Serves the certificate of two files and reloads it when their contents change, be it through a
 * swapped mount or a file that was written over. A certificate that can't be used leaves the
 * previous one in place.
 */
public final class CertificateFileWatch implements AutoCloseable {
  /** How often the files are read; certificates are renewed days before they expire. */
  public static final Duration INTERVAL = Duration.ofSeconds(2);

  private final CertificateFiles files;
  private final ServingCertificate serving;
  private final CertificateHealth health;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("certificate").factory());
  private Optional<CertificateFiles.Text> last = Optional.empty();

  private CertificateFileWatch(
      CertificateFiles files, ServingCertificate serving, CertificateHealth health) {
    this.files = files;
    this.serving = serving;
    this.health = health;
  }

  /**
   * Serves the certificate in the files, and checks them at that interval until closed.
   *
   * @throws IOException for files that can't be used
   * @throws StartException if the server does not take the certificate
   */
  public static CertificateFileWatch start(
      CertificateFiles files,
      ServingCertificate serving,
      CertificateHealth health,
      Duration interval)
      throws IOException, StartException {
    CertificateFileWatch watch = new CertificateFileWatch(files, serving, health);
    watch.serve(files.text(), "It is the first.");
    var _ =
        watch.thread.scheduleWithFixedDelay(
            watch::check, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    return watch;
  }

  private void check() {
    try {
      CertificateFiles.Text text = files.text();
      if (!last.equals(Optional.of(text))) {
        serve(text, "The files have changed.");
      }
      health.healthy();
    } catch (IOException | StartException e) {
      health.problem(e.getMessage() + " The previous certificate is still served.");
    } catch (RuntimeException e) {
      // An exception would cancel the schedule.
      health.unexpected(e);
    }
  }

  private void serve(CertificateFiles.Text text, String why) throws IOException, StartException {
    Credential credential = files.credential(text);
    serving.replace(credential);
    last = Optional.of(text);
    health.rotated(credential, why);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
