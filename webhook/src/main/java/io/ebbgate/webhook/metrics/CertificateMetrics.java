package io.ebbgate.webhook.metrics;

import io.ebbgate.core.contract.MetricNames;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Metrics of the serving certificate and its CA. */
public final class CertificateMetrics {
  private final AtomicLong notBefore = new AtomicLong();
  private final AtomicLong notAfter = new AtomicLong();
  private final AtomicLong problem = new AtomicLong();
  private final Counter renewals;
  private final Counter caRenewals;

  public CertificateMetrics(MeterRegistry registry) {
    Gauge.builder(MetricNames.CERTIFICATE_NOT_BEFORE, notBefore, AtomicLong::get)
        .description("Serving certificate's notBefore, Unix seconds.")
        .register(registry);
    Gauge.builder(MetricNames.CERTIFICATE_NOT_AFTER, notAfter, AtomicLong::get)
        .description("Serving certificate's notAfter, Unix seconds.")
        .register(registry);
    Gauge.builder(MetricNames.CERTIFICATE_PROBLEM, problem, AtomicLong::get)
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

  /** Records that a certificate with this validity is served now. */
  public void rotated(Instant begin, Instant end) {
    notBefore.set(begin.getEpochSecond());
    notAfter.set(end.getEpochSecond());
    renewals.increment();
  }

  /** Records whether there is a problem. */
  public void problem(boolean present) {
    problem.set(present ? 1 : 0);
  }

  /** Counts a new CA. */
  public void caIssued() {
    caRenewals.increment();
  }
}
