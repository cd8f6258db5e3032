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
  private static final String AUTHORITY = "ebbgate";

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
      boolean resting = false;
      for (int i = 0; i < MOST_STEPS && !resting; i++) {
        CaSecret.Stored stored = secret.read();
        Registration.Seen seen = registration.read();
        RotationStep step =
            writes.getAsBoolean()
                ? RotationPlan.next(
                    new RotationFacts(clock.instant(), stored.held(), seen.bundle()), issue.terms())
                : new RotationStep.Rest(clock.instant());
        refresh(stored, seen);
        blocked = step instanceof RotationStep.Blocked(String why) ? Optional.of(why) : blocked;
        resting = !write(step, stored, seen);
      }
      blocked.ifPresentOrElse(health::problem, this::unlessWanting);
    } catch (ClusterException | StartException | InvalidCertificateException e) {
      health.problem(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // Or the thread would never come again.
      health.mistake(e);
    }
  }

  private void unlessWanting() {
    if (leaf.isPresent()) {
      health.fine();
    }
  }

  /** Whether there may be more to do. */
  private boolean write(RotationStep step, CaSecret.Stored stored, Registration.Seen seen)
      throws ClusterException {
    switch (step) {
      case RotationStep.Begin(var trusted, String _) ->
          secret.write(CaSet.begun(authority(), trusted), stored.version());
      case RotationStep.Renew(CaSet set, String _) ->
          secret.write(set.with(authority()), stored.version());
      case RotationStep.Store(CaSet set, String _) -> secret.write(set, stored.version());
      case RotationStep.Publish(var bundle) -> registration.publish(bundle, seen);
      case RotationStep.Rest _, RotationStep.Blocked _ -> {
        return false;
      }
    }
    return true;
  }

  private Credential authority() {
    metrics.authorityMade();
    return issuer.authority(new CaRequest(AUTHORITY, issue.terms().caLifetime()));
  }

  private void refresh(CaSecret.Stored stored, Registration.Seen seen) throws StartException {
    Optional<CaSet> set =
        stored.held() instanceof StoredCas.Present(CaSet held)
            ? Optional.of(held)
            : Optional.empty();
    LeafFacts facts = new LeafFacts(clock.instant(), leaf, set, seen.bundle());
    switch (LeafPlan.next(facts, issue.terms())) {
      case LeafStep.Keep _ -> health.trusted(trusted(facts));
      case LeafStep.Wanting(String why) -> health.problem(why);
      case LeafStep.Issue(Credential authority, Duration life, String why) -> {
        LeafCertificate fresh = leaf(authority, life);
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

  private LeafCertificate leaf(Credential authority, Duration life) {
    Credential credential = issuer.leaf(authority, new LeafRequest(AUTHORITY, issue.names(), life));
    Duration apart = Duration.ofMillis((long) (life.toMillis() * APART * random.nextDouble()));
    Instant renewal = clock.instant().plus(issue.terms().renewalOf(life)).minus(apart);
    return new LeafCertificate(credential, renewal);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
