package io.ebbgate.certs.rotation;

import io.ebbgate.certs.issue.CaRequest;
import io.ebbgate.certs.issue.Credential;
import io.ebbgate.certs.issue.Issuer;
import io.ebbgate.certs.issue.LeafRequest;
import io.ebbgate.certs.issue.SubjectName;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A cluster in a few fields: a Secret, a registration, replicas, and API servers that lag. */
final class RotationWorld {
  static final RotationTerms TERMS =
      RotationTerms.twoThirds(Duration.ofHours(2), Duration.ofMinutes(10), Duration.ofMinutes(1));

  private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");

  Instant now = BEGIN;
  Optional<Map<String, String>> secret = Optional.empty();
  boolean foreign;
  boolean readOnly;
  List<X509Certificate> bundle = List.of();
  int writes;
  private int version;

  /** Reading proves each key, which takes a millisecond. */
  private final Map<Map<String, String>, StoredCas> read = new HashMap<>();

  private final Issuer issuer = new Issuer(() -> now, new SecureRandom());
  private final TreeMap<Instant, List<X509Certificate>> published = new TreeMap<>();
  final List<Optional<LeafCertificate>> replicas = new ArrayList<>();

  RotationWorld(int replicas) {
    published.put(Instant.MIN, bundle);
    for (int i = 0; i < replicas; i++) {
      this.replicas.add(Optional.empty());
    }
  }

  /** What one writer saw, and may act on later. */
  record Seen(RotationFacts facts, int version) {}

  StoredCas held() {
    if (foreign) {
      return new StoredCas.Foreign("the Secret ebbgate/ca");
    }
    return secret
        .map(data -> read.computeIfAbsent(data, CaSecretData::read))
        .orElseGet(StoredCas.Absent::new);
  }

  Seen look() {
    return new Seen(new RotationFacts(now, held(), bundle), version);
  }

  RotationStep next() {
    return RotationPlan.next(look().facts(), TERMS);
  }

  /** Does the next step; where somebody else has written since, nothing happens. */
  RotationStep act(Seen seen) {
    RotationStep step = RotationPlan.next(seen.facts(), TERMS);
    if (seen.version() == version && !readOnly) {
      apply(step);
    }
    return step;
  }

  private void apply(RotationStep step) {
    switch (step) {
      case RotationStep.Begin(List<RetiredCa> trusted, String _) ->
          store(CaSet.begun(authority(), trusted));
      case RotationStep.Renew(CaSet set, String _) -> store(set.with(authority()));
      case RotationStep.Store(CaSet set, String _) -> store(set);
      case RotationStep.Publish(List<X509Certificate> trusted) -> publish(trusted);
      case RotationStep.Rest _, RotationStep.Blocked _ -> {}
    }
  }

  /** Acts until there is nothing to do at this moment. */
  RotationStep settle() {
    RotationStep step = act(look());
    for (int i = 0; i < 20 && !resting(step); i++) {
      step = act(look());
    }
    return step;
  }

  static boolean resting(RotationStep step) {
    return step instanceof RotationStep.Rest || step instanceof RotationStep.Blocked;
  }

  void store(CaSet set) {
    secret = Optional.of(CaSecretData.write(set));
    changed();
  }

  void publish(List<X509Certificate> trusted) {
    bundle = trusted;
    published.put(now, trusted);
    changed();
  }

  /** Somebody wrote. */
  void changed() {
    version++;
    writes++;
  }

  CaSet set() {
    return ((StoredCas.Present) held()).set();
  }

  Credential authority() {
    return issuer.authority(new CaRequest("ebbgate", TERMS.caLifetime()));
  }

  LeafCertificate leaf(Credential authority, Duration life) {
    LeafRequest request =
        new LeafRequest("ebbgate", List.of(new SubjectName.Dns("ebbgate.edge.svc")), life);
    return new LeafCertificate(issuer.leaf(authority, request), now.plus(TERMS.renewalOf(life)));
  }

  LeafFacts facts(int replica) {
    Optional<CaSet> stored =
        held() instanceof StoredCas.Present(CaSet set) ? Optional.of(set) : Optional.empty();
    return new LeafFacts(now, replicas.get(replica), stored, bundle);
  }

  LeafStep refresh(int replica) {
    LeafStep step = LeafPlan.next(facts(replica), TERMS);
    if (step instanceof LeafStep.Issue(Credential authority, Duration life, String _)) {
      replicas.set(replica, Optional.of(leaf(authority, life)));
    }
    return step;
  }

  /** Whom an API server trusts that learns of everything so much later. */
  List<X509Certificate> trustedAfter(Duration lag) {
    return published.floorEntry(now.minus(lag)).getValue();
  }

  void pass(Duration time) {
    now = now.plus(time);
  }
}
