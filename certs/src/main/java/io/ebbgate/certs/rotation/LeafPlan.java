package io.ebbgate.certs.rotation;

import io.ebbgate.certs.issue.LeafRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides when a replica renews its leaf certificate. This does not need a leader: a valid leaf is
 * kept, whatever happens to the stored CAs.
 */
public final class LeafPlan {
  /** The clock is read again when a leaf is issued. */
  private static final Duration CLOCK_MARGIN = Duration.ofSeconds(1);

  private LeafPlan() {}

  /** The next step. */
  public static LeafStep next(LeafFacts facts, RotationTerms terms) {
    Instant now = facts.now();
    Optional<CertificateAuthority> signer = signer(facts, terms);
    Optional<LeafCertificate> valid = facts.leaf().filter(leaf -> leaf.isValidAt(now));
    if (valid.isEmpty()) {
      return signer
          .<LeafStep>map(ca -> issue(ca, now, terms, "There is no valid leaf certificate."))
          .orElseGet(() -> new LeafStep.Unavailable(unavailability(facts)));
    }
    LeafCertificate leaf = valid.get();
    if (signer.isEmpty()) {
      return new LeafStep.Keep(leaf.credential().certificate().getNotAfter().toInstant());
    }
    if (!signer.get().certificate().equals(leaf.issuer())) {
      return issue(signer.get(), now, terms, "Another CA signs now.");
    }
    return leaf.renewalAt().isAfter(now)
        ? new LeafStep.Keep(leaf.renewalAt())
        : issue(signer.get(), now, terms, "The leaf certificate is due for renewal.");
  }

  /** Whether the API server would accept this leaf. */
  public static boolean trusted(LeafCertificate leaf, LeafFacts facts) {
    return leaf.isValidAt(facts.now()) && facts.caBundle().contains(leaf.issuer());
  }

  /** Limits the leaf's lifetime to its CA's, which may have been made with shorter terms. */
  private static LeafStep issue(
      CertificateAuthority ca, Instant now, RotationTerms terms, String why) {
    Duration remaining = remaining(ca, now);
    Duration lifetime =
        remaining.compareTo(terms.leafLifetime()) < 0 ? remaining : terms.leafLifetime();
    return new LeafStep.Issue(ca.credential(), lifetime, why);
  }

  private static Duration remaining(CertificateAuthority ca, Instant now) {
    return Duration.between(now, ca.certificate().getNotAfter().toInstant()).minus(CLOCK_MARGIN);
  }

  /**
   * The newest CA that has propagated; else, for a replica without a leaf, the oldest in the {@code
   * caBundle}: the first CA of an installation is used before it has propagated.
   */
  private static Optional<CertificateAuthority> signer(LeafFacts facts, RotationTerms terms) {
    List<CertificateAuthority> trustedAndValid =
        trustedAndValid(facts).stream()
            .filter(ca -> remaining(ca, facts.now()).compareTo(LeafRequest.SHORTEST) >= 0)
            .toList();
    Optional<CertificateAuthority> propagated =
        trustedAndValid.reversed().stream()
            .filter(ca -> ca.isPropagated(facts.now(), terms))
            .findFirst();
    boolean withoutLeaf = facts.leaf().filter(leaf -> leaf.isValidAt(facts.now())).isEmpty();
    return propagated.or(
        () -> withoutLeaf ? trustedAndValid.stream().findFirst() : Optional.empty());
  }

  /** The stored CAs that are valid and in the registration's {@code caBundle}. */
  private static List<CertificateAuthority> trustedAndValid(LeafFacts facts) {
    return facts.cas().map(CaSet::active).orElse(List.of()).stream()
        .filter(ca -> ca.isValidAt(facts.now()))
        .filter(ca -> facts.caBundle().contains(ca.certificate()))
        .toList();
  }

  private static String unavailability(LeafFacts facts) {
    if (facts.cas().isEmpty()) {
      return "No CA can be read from the Secret yet.";
    }
    if (facts.caBundle().isEmpty()) {
      return "The registration's caBundle is empty.";
    }
    return trustedAndValid(facts).isEmpty()
        ? "The registration's caBundle contains none of the stored CAs."
        : "The CA in the registration's caBundle expires within a minute.";
  }
}
