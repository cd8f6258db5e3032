package io.ebbgate.certs.rotation;

import io.ebbgate.certs.issue.Credential;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a replica does about its leaf: serving depends on nobody being the one who writes. The leaf
 * it has is kept as long as it is good, whatever has become of the authorities.
 */
public final class LeafPlan {
  private LeafPlan() {}

  /** The next step. */
  public static LeafStep next(LeafFacts facts, RotationTerms terms) {
    Instant now = facts.now();
    Optional<Authority> signer = signer(facts, terms);
    Optional<Leaf> good = facts.leaf().filter(leaf -> leaf.holdsAt(now));
    if (good.isEmpty()) {
      return signer
          .<LeafStep>map(authority -> issue(authority, "There is no leaf that holds."))
          .orElseGet(() -> new LeafStep.Wanting(wanting(facts)));
    }
    Leaf leaf = good.get();
    if (signer.isEmpty()) {
      return new LeafStep.Keep(leaf.credential().certificate().getNotAfter().toInstant());
    }
    if (!signer.get().certificate().equals(leaf.authority())) {
      return issue(signer.get(), "Another authority signs now.");
    }
    return leaf.renewalAt().isAfter(now)
        ? new LeafStep.Keep(leaf.renewalAt())
        : issue(signer.get(), "The leaf is due for renewal.");
  }

  /** Whether the API server would believe this leaf. */
  public static boolean trusted(Leaf leaf, LeafFacts facts) {
    return leaf.holdsAt(facts.now()) && facts.bundle().contains(leaf.authority());
  }

  private static LeafStep issue(Authority authority, String why) {
    Credential credential = authority.credential();
    return new LeafStep.Issue(credential, why);
  }

  /**
   * The newest that is known everywhere; else the oldest that is known at all, which is what a
   * replica without a leaf has to take while a first authority spreads.
   */
  private static Optional<Authority> signer(LeafFacts facts, RotationTerms terms) {
    List<Authority> known =
        facts.authorities().map(AuthoritySet::active).orElse(List.of()).stream()
            .filter(authority -> authority.holdsAt(facts.now()))
            .filter(authority -> facts.bundle().contains(authority.certificate()))
            .toList();
    Optional<Authority> spread =
        known.reversed().stream()
            .filter(authority -> authority.spread(facts.now(), terms))
            .findFirst();
    boolean bare = facts.leaf().filter(leaf -> leaf.holdsAt(facts.now())).isEmpty();
    return spread.or(() -> bare ? known.stream().findFirst() : Optional.empty());
  }

  private static String wanting(LeafFacts facts) {
    if (facts.authorities().isEmpty()) {
      return "There are no authorities that can be read yet.";
    }
    return facts.bundle().isEmpty()
        ? "The registration trusts nobody yet."
        : "The registration trusts none of the authorities that are stored.";
  }
}
