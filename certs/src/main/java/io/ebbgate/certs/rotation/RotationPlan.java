package io.ebbgate.certs.rotation;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the one who writes does next. A new authority is stored, then published beside the old one,
 * then, when every API server has had time to learn of it, it signs alone; the old one is trusted
 * until its last leaf has ended. No clock, no I/O, and the same facts give the same step, so that
 * two who write at once want the same.
 */
public final class RotationPlan {
  private RotationPlan() {}

  /** The next step. */
  public static RotationStep next(RotationFacts facts, RotationTerms terms) {
    return switch (facts.held()) {
      case StoredCas.Foreign(String what) ->
          new RotationStep.Blocked(
              what
                  + " is not Ebbgate's and is left alone: delete it, or name another in"
                  + " tls.secretName.");
      case StoredCas.Absent _ ->
          new RotationStep.Begin(bundled(facts, terms), "No authority is stored; one is made.");
      case StoredCas.Corrupt(String why) ->
          new RotationStep.Begin(
              bundled(facts, terms), "What is stored can't be read (" + why + "); it is replaced.");
      case StoredCas.Present(CaSet set) -> next(set, facts, terms);
    };
  }

  /** Leaves of those may still be in use, for as long as a leaf lives. */
  private static List<RetiredCa> bundled(RotationFacts facts, RotationTerms terms) {
    Instant until = facts.now().plus(terms.leafLifetime());
    return facts.bundle().stream()
        .map(certificate -> new RetiredCa(certificate, until))
        .filter(retired -> !retired.over(facts.now()))
        .toList();
  }

  private static RotationStep next(CaSet set, RotationFacts facts, RotationTerms terms) {
    return renewed(set, facts.now(), terms)
        .or(() -> adopted(set, facts, terms))
        .or(() -> published(set, facts))
        .or(() -> tidied(set, facts.now(), terms))
        .orElseGet(() -> new RotationStep.Rest(rest(set, facts.now(), terms)));
  }

  private static Optional<RotationStep> renewed(CaSet set, Instant now, RotationTerms terms) {
    CertificateAuthority newest = set.newest();
    if (newest.begins().isAfter(now)) {
      return Optional.of(
          new RotationStep.Blocked(
              "The clock says %s, before the authority began (%s): set it right."
                  .formatted(now, newest.begins())));
    }
    return newest.renewalAt(terms).isAfter(now)
        ? Optional.empty()
        : Optional.of(new RotationStep.Renew(set, "The authority is due for renewal."));
  }

  /** Where an older state was restored, leaves of a newer authority are still shown. */
  private static Optional<RotationStep> adopted(
      CaSet set, RotationFacts facts, RotationTerms terms) {
    List<RetiredCa> unknown =
        bundled(facts, terms).stream().filter(each -> !set.knows(each.certificate())).toList();
    if (unknown.isEmpty()) {
      return Optional.empty();
    }
    List<RetiredCa> retired = Stream.concat(set.retired().stream(), unknown.stream()).toList();
    return Optional.of(
        new RotationStep.Store(
            new CaSet(set.active(), retired),
            "The registration trusts an authority that is not stored; its leaves may be in use."));
  }

  private static Optional<RotationStep> published(CaSet set, RotationFacts facts) {
    CertificateAuthority newest = set.newest();
    if (newest.publishedAt().isPresent() && !facts.bundle().contains(newest.certificate())) {
      return Optional.of(
          new RotationStep.Store(
              set.replacing(CertificateAuthority.fresh(newest.credential())),
              "The registration no longer trusts the authority."));
    }
    List<X509Certificate> wanted = set.trusted(facts.now());
    // The order is nobody's concern: another writer's is as good as ours.
    if (!new HashSet<>(wanted).equals(new HashSet<>(facts.bundle()))) {
      return Optional.of(new RotationStep.Publish(wanted));
    }
    boolean known = newest.publishedAt().filter(at -> !at.isAfter(facts.now())).isPresent();
    if (known) {
      return Optional.empty();
    }
    return Optional.of(
        new RotationStep.Store(
            set.replacing(newest.published(facts.now())), "The authority is published."));
  }

  private static Optional<RotationStep> tidied(CaSet set, Instant now, RotationTerms terms) {
    Instant latest = now.plus(terms.leafLifetime());
    boolean alone = set.newest().caPropagation(now, terms);
    List<CertificateAuthority> active =
        set.active().stream()
            .filter(each -> each.equals(set.newest()) || !(alone || each.ended(now)))
            .toList();
    Stream<RetiredCa> replaced =
        set.active().stream()
            .filter(authority -> !active.contains(authority))
            .map(authority -> new RetiredCa(authority.certificate(), latest));
    List<RetiredCa> retired =
        Stream.concat(set.retired().stream(), replaced)
            .map(each -> each.bounded(latest))
            .filter(each -> !each.over(now))
            .toList();
    CaSet tidy = new CaSet(active, retired);
    return tidy.equals(set)
        ? Optional.empty()
        : Optional.of(
            new RotationStep.Store(
                tidy,
                active.size() < set.active().size()
                    ? "The new authority is known everywhere and signs alone."
                    : "Authorities whose leaves have ended are no longer trusted."));
  }

  private static Instant rest(CaSet set, Instant now, RotationTerms terms) {
    Stream<Instant> caPropagation =
        set.active().size() > 1
            ? set.newest().publishedAt().map(at -> at.plus(terms.caPropagation())).stream()
            : Stream.empty();
    return Stream.of(
            Stream.of(set.newest().renewalAt(terms)),
            caPropagation,
            set.retired().stream().map(RetiredCa::until))
        .flatMap(each -> each)
        .filter(each -> each.isAfter(now))
        .min(Instant::compareTo)
        .orElse(now);
  }
}
