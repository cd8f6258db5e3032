package io.ebbgate.certs.rotation;

import io.ebbgate.certs.issue.LeafRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a replica does about its leaf: serving depends on nobody being the one who writes. The leaf
 * it has is kept as long as it is good, whatever has become of the authorities.
 */
public final class LeafPlan {
  /** The clock is read again when a leaf is made. */
  private static final Duration LATER = Duration.ofSeconds(1);

  private LeafPlan() {}

  /** The next step. */
  public static LeafStep next(LeafFacts facts, RotationTerms terms) {
    Instant now = facts.now();
    Optional<CertificateAuthority> signer = signer(facts, terms);
    Optional<LeafCertificate> good = facts.leaf().filter(leaf -> leaf.holdsAt(now));
    if (good.isEmpty()) {
      return signer
          .<LeafStep>map(authority -> issue(authority, now, terms, "There is no leaf that holds."))
          .orElseGet(() -> new LeafStep.Wanting(wanting(facts)));
    }
    LeafCertificate leaf = good.get();
    if (signer.isEmpty()) {
      return new LeafStep.Keep(leaf.credential().certificate().getNotAfter().toInstant());
    }
    if (!signer.get().certificate().equals(leaf.authority())) {
      return issue(signer.get(), now, terms, "Another authority signs now.");
    }
    return leaf.renewalAt().isAfter(now)
        ? new LeafStep.Keep(leaf.renewalAt())
        : issue(signer.get(), now, terms, "The leaf is due for renewal.");
  }

  /** Whether the API server would believe this leaf. */
  public static boolean trusted(LeafCertificate leaf, LeafFacts facts) {
    return leaf.holdsAt(facts.now()) && facts.bundle().contains(leaf.authority());
  }

  /** Of an authority with shorter terms than ours, a leaf lasts no longer than that does. */
  private static LeafStep issue(
      CertificateAuthority authority, Instant now, RotationTerms terms, String why) {
    Duration left = left(authority, now);
    Duration life = left.compareTo(terms.leafLifetime()) < 0 ? left : terms.leafLifetime();
    return new LeafStep.Issue(authority.credential(), life, why);
  }

  private static Duration left(CertificateAuthority authority, Instant now) {
    return Duration.between(now, authority.certificate().getNotAfter().toInstant()).minus(LATER);
  }

  /**
   * The newest that is known everywhere; else the oldest that is known at all, which is what a
   * replica without a leaf has to take while a first authority spreads.
   */
  private static Optional<CertificateAuthority> signer(LeafFacts facts, RotationTerms terms) {
    List<CertificateAuthority> known =
        known(facts).stream()
            .filter(authority -> left(authority, facts.now()).compareTo(LeafRequest.SHORTEST) >= 0)
            .toList();
    Optional<CertificateAuthority> caPropagation =
        known.reversed().stream()
            .filter(authority -> authority.caPropagation(facts.now(), terms))
            .findFirst();
    boolean bare = facts.leaf().filter(leaf -> leaf.holdsAt(facts.now())).isEmpty();
    return caPropagation.or(() -> bare ? known.stream().findFirst() : Optional.empty());
  }

  /** Those that hold and that the registration trusts. */
  private static List<CertificateAuthority> known(LeafFacts facts) {
    return facts.authorities().map(CaSet::active).orElse(List.of()).stream()
        .filter(authority -> authority.holdsAt(facts.now()))
        .filter(authority -> facts.bundle().contains(authority.certificate()))
        .toList();
  }

  private static String wanting(LeafFacts facts) {
    if (facts.authorities().isEmpty()) {
      return "There are no authorities that can be read yet.";
    }
    if (facts.bundle().isEmpty()) {
      return "The registration trusts nobody yet.";
    }
    return known(facts).isEmpty()
        ? "The registration trusts none of the authorities that are stored."
        : "The authority that the registration trusts ends within a minute.";
  }
}
