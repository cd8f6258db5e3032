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
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Renews a replica's serving certificate, and on the leader the CAs: it reads the facts, lets
 * {@link RotationPlan} and {@link LeafPlan} decide, does one step, and reads again. A failure
 * leaves everything as it is until the next try.
 */
public final class CertificateRotation implements AutoCloseable {
  private static final String COMMON_NAME = "ebbgate";

  /** A plan is idle after a few steps; more would be an endless loop. */
  private static final int MAX_STEPS = 10;

  /** Replicas renew their leaves up to this part of the lifetime apart. */
  private static final double JITTER = 0.1;

  /** The interval while there is no certificate to serve. */
  private static final Duration FIRST_INTERVAL = Duration.ofMillis(500);

  private final RotationSettings settings;
  private final Dependencies with;
  private final Issuer issuer;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("certificate").factory());
  private Optional<LeafCertificate> leaf = Optional.empty();

  /**
   * The objects it works with.
   *
   * @param leader whether this replica is the leader
   */
  public record Dependencies(
      CaSecret secret,
      Registration registration,
      BooleanSupplier leader,
      ServingCertificate serving,
      CertificateHealth health,
      InstantSource clock,
      SecureRandom random) {}

  private CertificateRotation(RotationSettings settings, Dependencies with) {
    this.settings = settings;
    this.with = with;
    issuer = new Issuer(with.clock(), with.random());
  }

  /** Starts at once, and goes on until it is closed. */
  public static CertificateRotation start(RotationSettings settings, Dependencies with) {
    CertificateRotation rotation = new CertificateRotation(settings, with);
    rotation.thread.execute(rotation::checkRepeatedly);
    return rotation;
  }

  /**
   * More often while there is no certificate: at a first start the leader is about to issue one.
   */
  private void checkRepeatedly() {
    check();
    Duration interval = settings.interval();
    boolean wait = leaf.isPresent() || interval.compareTo(FIRST_INTERVAL) < 0;
    Duration next = wait ? interval : FIRST_INTERVAL;
    if (!thread.isShutdown()) {
      var _ = thread.schedule(this::checkRepeatedly, next.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void check() {
    try {
      Optional<String> blocked = Optional.empty();
      boolean idle = false;
      for (int i = 0; i < MAX_STEPS && !idle; i++) {
        CaSecret.Stored stored = with.secret().read();
        Registration.Seen seen = with.registration().read();
        Instant now = with.clock().instant();
        RotationStep step =
            with.leader().getAsBoolean()
                ? RotationPlan.next(
                    new RotationFacts(now, stored.cas(), seen.caBundle()), settings.terms())
                : new RotationStep.Idle(now);
        renewLeaf(stored, seen);
        blocked = step instanceof RotationStep.Blocked(String why) ? Optional.of(why) : blocked;
        idle = !write(step, stored, seen);
      }
      blocked.ifPresentOrElse(with.health()::problem, this::healthyIfServing);
    } catch (ClusterException | StartException | InvalidCertificateException e) {
      with.health().problem(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // An exception would end the repetition.
      with.health().unexpected(e);
    }
  }

  private void healthyIfServing() {
    if (leaf.isPresent()) {
      with.health().healthy();
    }
  }

  /** Does a step; whether there may be more to do. */
  private boolean write(RotationStep step, CaSecret.Stored stored, Registration.Seen seen)
      throws ClusterException {
    switch (step) {
      case RotationStep.Bootstrap(var trusted, String _) ->
          with.secret().write(CaSet.initial(newCa(), trusted), stored.version());
      case RotationStep.Renew(CaSet set, String _) ->
          with.secret().write(set.with(newCa()), stored.version());
      case RotationStep.Store(CaSet set, String _) -> with.secret().write(set, stored.version());
      case RotationStep.Publish(var caBundle) -> with.registration().publish(caBundle, seen);
      case RotationStep.Idle _, RotationStep.Blocked _ -> {
        return false;
      }
    }
    return true;
  }

  private Credential newCa() {
    with.health().caIssued();
    return issuer.ca(new CaRequest(COMMON_NAME, settings.terms().caLifetime()));
  }

  private void renewLeaf(CaSecret.Stored stored, Registration.Seen seen) throws StartException {
    Optional<CaSet> set =
        stored.cas() instanceof StoredCas.Present(CaSet cas) ? Optional.of(cas) : Optional.empty();
    LeafFacts facts = new LeafFacts(with.clock().instant(), leaf, set, seen.caBundle());
    CertificateHealth health = with.health();
    switch (LeafPlan.next(facts, settings.terms())) {
      case LeafStep.Keep _ -> health.trusted(isTrusted(facts));
      case LeafStep.Unavailable(String why) -> health.problem(why);
      case LeafStep.Issue(Credential ca, Duration lifetime, String why) -> {
        LeafCertificate next = newLeaf(ca, lifetime);
        with.serving().replace(next.credential());
        leaf = Optional.of(next);
        health.rotated(next.credential(), why);
        health.trusted(true);
      }
    }
  }

  private static boolean isTrusted(LeafFacts facts) {
    return facts.leaf().filter(leaf -> LeafPlan.trusted(leaf, facts)).isPresent();
  }

  private LeafCertificate newLeaf(Credential ca, Duration lifetime) {
    Credential credential =
        issuer.leaf(ca, new LeafRequest(COMMON_NAME, settings.names(), lifetime));
    double jitter = lifetime.toMillis() * JITTER * with.random().nextDouble();
    return new LeafCertificate(
        credential,
        with.clock()
            .instant()
            .plus(settings.terms().renewalOf(lifetime))
            .minusMillis((long) jitter));
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
