package io.ebbgate.webhook.tls;

import io.ebbgate.certs.issue.CaRequest;
import io.ebbgate.certs.issue.Credential;
import io.ebbgate.certs.issue.InvalidCertificateException;
import io.ebbgate.certs.issue.Issuer;
import io.ebbgate.certs.issue.LeafRequest;
import io.ebbgate.certs.rotation.CaSet;
import io.ebbgate.certs.rotation.LeafCertificate;
import io.ebbgate.certs.rotation.LeafFacts;
import io.ebbgate.certs.rotation.LeafPlan;
import io.ebbgate.certs.rotation.LeafStep;
import io.ebbgate.certs.rotation.RotationFacts;
import io.ebbgate.certs.rotation.RotationPlan;
import io.ebbgate.certs.rotation.RotationStep;
import io.ebbgate.certs.rotation.StoredCas;
import io.ebbgate.webhook.cluster.CaSecret;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.cluster.Registration;
import io.ebbgate.webhook.http.StartException;
import io.ebbgate.webhook.metrics.CertificateMetrics;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * Keeps a replica's leaf fresh, and, on the one replica that writes, the authorities: gathers
 * facts, lets the plans decide, does one thing, and looks again. What goes wrong leaves everything
 * as it is.
 */
public final class SelfRenewal implements AutoCloseable {
  private static final String CA_COMMON_NAME = "ebbgate";

  /** A plan comes to rest after a few steps; more would be one that goes in circles. */
  private static final int MOST_STEPS = 10;

  /** Leaves of several replicas are renewed apart, by up to so large a part of their life. */
  private static final double APART = 0.1;

  private static final Duration HURRY = Duration.ofMillis(500);

  private final SelfIssue issue;
  private final CaSecret secret;
  private final Registration registration;
  private final BooleanSupplier writes;
  private final Shown shown;
  private final CertificateHealth health;
  private final CertificateMetrics metrics;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Issuer issuer;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("certificate").factory());
  private Optional<LeafCertificate> leaf = Optional.empty();

  /** What it works with. */
  public record Tools(
      CaSecret secret,
      Registration registration,
      BooleanSupplier writes,
      Shown shown,
      CertificateHealth health,
      CertificateMetrics metrics,
      InstantSource clock,
      SecureRandom random) {}

  private SelfRenewal(SelfIssue issue, Tools tools) {
    this.issue = issue;
    secret = tools.secret();
    registration = tools.registration();
    writes = tools.writes();
    shown = tools.shown();
    health = tools.health();
    metrics = tools.metrics();
    clock = tools.clock();
    random = tools.random();
    issuer = new Issuer(clock, tools.random());
  }

  /** Begins at once, and goes on until it is closed. */
  public static SelfRenewal start(SelfIssue issue, Tools tools) {
    SelfRenewal renewal = new SelfRenewal(issue, tools);
    renewal.thread.execute(renewal::lookAndComeAgain);
    return renewal;
  }

  /** Sooner while there is nothing to show: at the first start, somebody is about to make it. */
  private void lookAndComeAgain() {
    look();
    Duration usual = issue.look();
    Duration next = leaf.isPresent() || usual.compareTo(HURRY) < 0 ? usual : HURRY;
    if (!thread.isShutdown()) {
      var _ = thread.schedule(this::lookAndComeAgain, next.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void look() {
    try {
      Optional<String> blocked = Optional.empty();
      boolean idle = false;
      for (int i = 0; i < MOST_STEPS && !idle; i++) {
        CaSecret.Stored stored = secret.read();
        Registration.Seen seen = registration.read();
        RotationStep step =
            writes.getAsBoolean()
                ? RotationPlan.next(
                    new RotationFacts(clock.instant(), stored.cas(), seen.caBundle()),
                    issue.terms())
                : new RotationStep.Idle(clock.instant());
        refresh(stored, seen);
        blocked = step instanceof RotationStep.Blocked(String why) ? Optional.of(why) : blocked;
        idle = !write(step, stored, seen);
      }
      blocked.ifPresentOrElse(health::problem, this::clearProblemIfServing);
    } catch (ClusterException | StartException | InvalidCertificateException e) {
      health.problem(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // Or the thread would never come again.
      health.mistake(e);
    }
  }

  private void clearProblemIfServing() {
    if (leaf.isPresent()) {
      health.fine();
    }
  }

  /** Whether there may be more to do. */
  private boolean write(RotationStep step, CaSecret.Stored stored, Registration.Seen seen)
      throws ClusterException {
    switch (step) {
      case RotationStep.Bootstrap(var trusted, String _) ->
          secret.write(CaSet.initial(ca(), trusted), stored.version());
      case RotationStep.Renew(CaSet set, String _) ->
          secret.write(set.with(ca()), stored.version());
      case RotationStep.Store(CaSet set, String _) -> secret.write(set, stored.version());
      case RotationStep.Publish(var caBundle) -> registration.publish(caBundle, seen);
      case RotationStep.Idle _, RotationStep.Blocked _ -> {
        return false;
      }
    }
    return true;
  }

  private Credential ca() {
    metrics.caIssued();
    return issuer.ca(new CaRequest(CA_COMMON_NAME, issue.terms().caLifetime()));
  }

  private void refresh(CaSecret.Stored stored, Registration.Seen seen) throws StartException {
    Optional<CaSet> set =
        stored.cas() instanceof StoredCas.Present(CaSet cas) ? Optional.of(cas) : Optional.empty();
    LeafFacts facts = new LeafFacts(clock.instant(), leaf, set, seen.caBundle());
    switch (LeafPlan.next(facts, issue.terms())) {
      case LeafStep.Keep _ -> health.trusted(trusted(facts));
      case LeafStep.Unavailable(String why) -> health.problem(why);
      case LeafStep.Issue(Credential ca, Duration lifetime, String why) -> {
        LeafCertificate fresh = leaf(ca, lifetime);
        shown.show(fresh.credential());
        leaf = Optional.of(fresh);
        health.shown(fresh.credential(), why);
        health.trusted(true);
      }
    }
  }

  private static boolean trusted(LeafFacts facts) {
    return facts.leaf().filter(leaf -> LeafPlan.trusted(leaf, facts)).isPresent();
  }

  private LeafCertificate leaf(Credential ca, Duration lifetime) {
    Credential credential =
        issuer.leaf(ca, new LeafRequest(CA_COMMON_NAME, issue.names(), lifetime));
    Duration apart = Duration.ofMillis((long) (lifetime.toMillis() * APART * random.nextDouble()));
    Instant renewal = clock.instant().plus(issue.terms().renewalOf(lifetime)).minus(apart);
    return new LeafCertificate(credential, renewal);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
