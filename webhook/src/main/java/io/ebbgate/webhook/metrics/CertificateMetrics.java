package io.ebbgate.webhook.metrics;

import io.ebbgate.core.contract.MetricNames;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** What is counted of certificates. */
public final class CertificateMetrics {
  private final AtomicLong notBefore = new AtomicLong();
  private final AtomicLong notAfter = new AtomicLong();
  private final AtomicLong problem = new AtomicLong();
  private final Counter shown;
  private final Counter authorities;

  public CertificateMetrics(MeterRegistry registry) {
    Gauge.builder(MetricNames.CERTIFICATE_NOT_BEFORE, notBefore, AtomicLong::get)
        .description("When the certificate that is shown began to hold, in seconds since 1970.")
        .register(registry);
    Gauge.builder(MetricNames.CERTIFICATE_NOT_AFTER, notAfter, AtomicLong::get)
        .description("When the certificate that is shown ends, in seconds since 1970.")
        .register(registry);
    Gauge.builder(MetricNames.CERTIFICATE_PROBLEM, problem, AtomicLong::get)
        .description("1 while something is wrong with certificates.")
        .register(registry);
    shown =
        Counter.builder(MetricNames.CERTIFICATE_RENEWALS)
            .description("Certificates that were shown anew.")
            .register(registry);
    authorities =
        Counter.builder(MetricNames.CA_RENEWALS)
            .description("Authorities that this replica made.")
            .register(registry);
  }

  /** Another certificate is shown, which holds from then to then. */
  public void shown(Instant begin, Instant end) {
    notBefore.set(begin.getEpochSecond());
    notAfter.set(end.getEpochSecond());
    shown.increment();
  }

  /** Whether something is wrong. */
  public void problem(boolean wrong) {
    problem.set(wrong ? 1 : 0);
  }

  /** An authority was made. */
  public void caIssued() {
    authorities.increment();
  }
}
