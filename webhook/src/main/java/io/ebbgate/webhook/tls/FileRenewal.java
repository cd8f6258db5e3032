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
 * Shows what is in the files, and what is put there later: by their content, so that the same paths
 * count too, and a swapped mount as well as a file that was written over. What can't be used leaves
 * the one before.
 */
public final class FileRenewal implements AutoCloseable {
  /** Often enough: whoever renews does so days before the end. */
  public static final Duration LOOK = Duration.ofSeconds(2);

  private final CertificateFiles files;
  private final Shown shown;
  private final CertificateHealth health;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("certificate").factory());
  private Optional<CertificateFiles.Text> last = Optional.empty();

  private FileRenewal(CertificateFiles files, Shown shown, CertificateHealth health) {
    this.files = files;
    this.shown = shown;
    this.health = health;
  }

  /**
   * Shows what the files hold now, and looks again and again.
   *
   * @throws IOException for files that can't be used
   * @throws StartException where nobody can be shown anything
   */
  public static FileRenewal start(
      CertificateFiles files, Shown shown, CertificateHealth health, Duration look)
      throws IOException, StartException {
    FileRenewal renewal = new FileRenewal(files, shown, health);
    renewal.show(files.text(), "It is the first.");
    var _ =
        renewal.thread.scheduleWithFixedDelay(
            renewal::look, look.toNanos(), look.toNanos(), TimeUnit.NANOSECONDS);
    return renewal;
  }

  private void look() {
    try {
      CertificateFiles.Text text = files.text();
      if (!last.equals(Optional.of(text))) {
        show(text, "The files have changed.");
      }
      health.fine();
    } catch (IOException | StartException e) {
      health.problem(e.getMessage() + " The certificate before is kept.");
    } catch (RuntimeException e) {
      // Or the thread would never come again.
      health.mistake(e);
    }
  }

  private void show(CertificateFiles.Text text, String why) throws IOException, StartException {
    Credential credential = files.credential(text);
    shown.show(credential);
    last = Optional.of(text);
    health.shown(credential, why);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
