package io.ebbgate.webhook.tls;

import io.ebbgate.certs.issue.Credential;
import io.ebbgate.webhook.metrics.CertificateMetrics;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How it stands with the certificate: for {@code /readyz}, the log and the metrics alike. */
public final class CertificateHealth {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateHealth.class);

  private final InstantSource clock;
  private final CertificateMetrics metrics;
  private volatile Optional<X509Certificate> shown = Optional.empty();
  private volatile Optional<String> problem = Optional.empty();
  private volatile boolean trusted = true;

  public CertificateHealth(InstantSource clock, CertificateMetrics metrics) {
    this.clock = clock;
    this.metrics = metrics;
  }

  void shown(Credential credential, String why) {
    shown = Optional.of(credential.certificate());
    metrics.shown(
        credential.certificate().getNotBefore().toInstant(),
        credential.certificate().getNotAfter().toInstant());
    LOG.atInfo()
        .addKeyValue("serial", credential.certificate().getSerialNumber().toString(16))
        .addKeyValue("until", credential.certificate().getNotAfter().toInstant().toString())
        .addKeyValue("why", why)
        .log("another certificate is shown");
  }

  /** Whether the API server believes what is shown, as far as that is known. */
  void trusted(boolean now) {
    trusted = now;
  }

  /** Something is wrong; said once, until it is something else. */
  void problem(String sentence) {
    metrics.problem(true);
    if (!problem.equals(Optional.of(sentence))) {
      LOG.atError().addKeyValue("problem", sentence).log("there is a problem with certificates");
    }
    problem = Optional.of(sentence);
  }

  /** Something nobody foresaw; it is tried again. */
  void mistake(RuntimeException e) {
    LOG.error("certificates can't be looked after", e);
    problem("The program has a mistake: " + e.getClass().getName() + "; its log says where.");
  }

  void fine() {
    metrics.problem(false);
    if (problem.isPresent()) {
      LOG.info("the problem with certificates is over");
    }
    problem = Optional.empty();
  }

  /** What is wrong, whether reviews can be answered or not. */
  public Optional<String> problem() {
    return problem;
  }

  /** Why reviews can't be answered, as a sentence. */
  public Optional<String> obstacle() {
    Instant now = clock.instant();
    if (shown.isEmpty()) {
      return Optional.of(problem.orElse("There is no certificate yet."));
    }
    Instant end = shown.get().getNotAfter().toInstant();
    if (now.isAfter(end)) {
      return Optional.of(
          "The certificate ended at " + end + ". " + problem.orElse("No other is there yet."));
    }
    return trusted
        ? Optional.empty()
        : Optional.of(
            problem.orElse("The registration does not trust the certificate that is shown."));
  }
}
