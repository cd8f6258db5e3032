package io.ebbgate.certs.rotation;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides the leader's next step of a CA rotation. A new CA is stored, then published beside the
 * old one, then, when every API server has had time to load it, it signs alone; the old one is
 * trusted until its last leaf has expired. No clock, no I/O, and the same facts give the same step,
 * so that two leaders at once do no harm.
 */
public final class RotationPlan {
  private RotationPlan() {}

  /** The next step. */
  public static RotationStep next(RotationFacts facts, RotationTerms terms) {
    return switch (facts.stored()) {
      case StoredCas.Foreign(String what) ->
          new RotationStep.Blocked(
              what
                  + " is not Ebbgate's and is left alone: delete it, or name another in"
                  + " tls.secretName.");
      case StoredCas.Absent _ ->
          new RotationStep.Bootstrap(stillTrusted(facts, terms), "No CA is stored; one is issued.");
      case StoredCas.Corrupt(String why) ->
          new RotationStep.Bootstrap(
              stillTrusted(facts, terms),
              "The stored CA can't be read (" + why + "); it is replaced.");
      case StoredCas.Present(CaSet set) -> next(set, facts, terms);
    };
  }

  /** The CAs in the {@code caBundle}, whose leaves may be in use for another leaf lifetime. */
  private static List<RetiredCa> stillTrusted(RotationFacts facts, RotationTerms terms) {
    Instant until = facts.now().plus(terms.leafLifetime());
    return facts.caBundle().stream()
        .map(certificate -> new RetiredCa(certificate, until))
        .filter(retired -> !retired.isExpired(facts.now()))
        .toList();
  }

  private static RotationStep next(CaSet set, RotationFacts facts, RotationTerms terms) {
    return renewal(set, facts.now(), terms)
        .or(() -> adoption(set, facts, terms))
        .or(() -> publication(set, facts))
        .or(() -> cleanUp(set, facts.now(), terms))
        .orElseGet(() -> new RotationStep.Idle(idleUntil(set, facts.now(), terms)));
  }

  private static Optional<RotationStep> renewal(CaSet set, Instant now, RotationTerms terms) {
    CertificateAuthority newest = set.newest();
    if (newest.notBefore().isAfter(now)) {
      return Optional.of(
          new RotationStep.Blocked(
              "The clock is at %s, before the CA's notBefore (%s): correct the clock."
                  .formatted(now, newest.notBefore())));
    }
    return newest.renewalAt(terms).isAfter(now)
        ? Optional.empty()
        : Optional.of(new RotationStep.Renew(set, "The CA is due for renewal."));
  }

  /** After an older Secret was restored, leaves of a newer CA are still served. */
  private static Optional<RotationStep> adoption(
      CaSet set, RotationFacts facts, RotationTerms terms) {
    List<RetiredCa> unknown =
        stillTrusted(facts, terms).stream()
            .filter(each -> !set.contains(each.certificate()))
            .toList();
    if (unknown.isEmpty()) {
      return Optional.empty();
    }
    List<RetiredCa> retired = Stream.concat(set.retired().stream(), unknown.stream()).toList();
    return Optional.of(
        new RotationStep.Store(
            new CaSet(set.active(), retired),
            "The registration trusts a CA that is not stored; its leaves may be in use."));
  }

  private static Optional<RotationStep> publication(CaSet set, RotationFacts facts) {
    CertificateAuthority newest = set.newest();
    if (newest.publishedAt().isPresent() && !facts.caBundle().contains(newest.certificate())) {
      return Optional.of(
          new RotationStep.Store(
              set.withNewest(CertificateAuthority.unpublished(newest.credential())),
              "The registration no longer trusts the CA."));
    }
    List<X509Certificate> wanted = set.trusted(facts.now());
    // Compared without order, which does not matter to API servers.
    if (!new HashSet<>(wanted).equals(new HashSet<>(facts.caBundle()))) {
      return Optional.of(new RotationStep.Publish(wanted));
    }
    boolean known = newest.publishedAt().filter(at -> !at.isAfter(facts.now())).isPresent();
    if (known) {
      return Optional.empty();
    }
    return Optional.of(
        new RotationStep.Store(
            set.withNewest(newest.published(facts.now())), "The CA is published."));
  }

  private static Optional<RotationStep> cleanUp(CaSet set, Instant now, RotationTerms terms) {
    Instant latest = now.plus(terms.leafLifetime());
    boolean alone = set.newest().isPropagated(now, terms);
    List<CertificateAuthority> active =
        set.active().stream()
            .filter(each -> each.equals(set.newest()) || !(alone || each.isExpired(now)))
            .toList();
    Stream<RetiredCa> replaced =
        set.active().stream()
            .filter(ca -> !active.contains(ca))
            .map(ca -> new RetiredCa(ca.certificate(), latest));
    List<RetiredCa> retired =
        Stream.concat(set.retired().stream(), replaced)
            .map(each -> each.noLaterThan(latest))
            .filter(each -> !each.isExpired(now))
            .toList();
    CaSet cleaned = new CaSet(active, retired);
    return cleaned.equals(set)
        ? Optional.empty()
        : Optional.of(
            new RotationStep.Store(
                cleaned,
                active.size() < set.active().size()
                    ? "The new CA has propagated and signs alone."
                    : "CAs whose leaves have expired are no longer trusted."));
  }

  private static Instant idleUntil(CaSet set, Instant now, RotationTerms terms) {
    Stream<Instant> propagated =
        set.active().size() > 1
            ? set.newest().publishedAt().map(at -> at.plus(terms.caPropagation())).stream()
            : Stream.empty();
    return Stream.of(
            Stream.of(set.newest().renewalAt(terms)),
            propagated,
            set.retired().stream().map(RetiredCa::until))
        .flatMap(each -> each)
        .filter(each -> each.isAfter(now))
        .min(Instant::compareTo)
        .orElse(now);
  }
}
