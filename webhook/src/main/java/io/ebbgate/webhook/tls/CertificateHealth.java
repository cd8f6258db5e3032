package io.ebbgate.webhook.tls;

import io.ebbgate.certs.issue.Credential;
import io.ebbgate.core.contract.MetricNames;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state of the serving certificate, for {@code /readyz}, the log and the metrics. */
public final class CertificateHealth {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateHealth.class);

  private final InstantSource clock;
  private final Counter renewals;
  private final Counter caRenewals;
  private volatile Optional<X509Certificate> serving = Optional.empty();
  private volatile Optional<String> problem = Optional.empty();
  private volatile boolean trusted = true;

  public CertificateHealth(InstantSource clock, MeterRegistry registry) {
    this.clock = clock;
    Gauge.builder(MetricNames.CERTIFICATE_NOT_BEFORE, () -> date(X509Certificate::getNotBefore))
        .description("Serving certificate's notBefore, Unix seconds.")
        .register(registry);
    Gauge.builder(MetricNames.CERTIFICATE_NOT_AFTER, () -> date(X509Certificate::getNotAfter))
        .description("Serving certificate's notAfter, Unix seconds.")
        .register(registry);
    Gauge.builder(MetricNames.CERTIFICATE_PROBLEM, () -> problem.isPresent() ? 1 : 0)
        .description("1 while the serving certificate or its CA can't be renewed.")
        .register(registry);
    renewals =
        Counter.builder(MetricNames.CERTIFICATE_RENEWALS)
            .description("Serving certificates put into use.")
            .register(registry);
    caRenewals =
        Counter.builder(MetricNames.CA_RENEWALS)
            .description("CA certificates issued by this replica.")
            .register(registry);
  }

  /** A date of the serving certificate in Unix seconds; 0 without one. */
  private long date(Function<X509Certificate, Date> of) {
    return serving.map(of).map(date -> date.toInstant().getEpochSecond()).orElse(0L);
  }

  void rotated(Credential credential, String why) {
    serving = Optional.of(credential.certificate());
    renewals.increment();
    LOG.atInfo()
        .addKeyValue("serial", credential.certificate().getSerialNumber().toString(16))
        .addKeyValue("until", credential.certificate().getNotAfter().toInstant().toString())
        .addKeyValue("why", why)
        .log("serving certificate rotated");
  }

  /** Counts a CA that this replica issued. */
  void caIssued() {
    caRenewals.increment();
  }

  /** Records whether the registration's {@code caBundle} trusts the serving certificate. */
  void trusted(boolean now) {
    trusted = now;
  }

  /** Records a problem; it is logged once until it changes. */
  void problem(String sentence) {
    if (!problem.equals(Optional.of(sentence))) {
      LOG.atError().addKeyValue("problem", sentence).log("certificate problem");
    }
    problem = Optional.of(sentence);
  }

  /** Records an unexpected exception; the caller tries again. */
  void unexpected(RuntimeException e) {
    LOG.error("certificate check failed unexpectedly", e);
    problem("A bug in Ebbgate: " + e.getClass().getName() + "; the log has its stack trace.");
  }

  /** Records that there is no problem. */
  void healthy() {
    if (problem.isPresent()) {
      LOG.info("certificate problem resolved");
    }
    problem = Optional.empty();
  }

  /** The current problem, whether reviews can be answered or not. */
  public Optional<String> problem() {
    return problem;
  }

  /** Why reviews can't be answered, as a sentence; empty if they can. */
  public Optional<String> unreadyReason() {
    Instant now = clock.instant();
    if (serving.isEmpty()) {
      return Optional.of(problem.orElse("There is no serving certificate yet."));
    }
    Instant end = serving.get().getNotAfter().toInstant();
    if (now.isAfter(end)) {
      return Optional.of(
          "The serving certificate expired at "
              + end
              + ". "
              + problem.orElse("It is not renewed yet."));
    }
    return trusted
        ? Optional.empty()
        : Optional.of(
            problem.orElse("The registration's caBundle does not trust the serving certificate."));
  }
}
