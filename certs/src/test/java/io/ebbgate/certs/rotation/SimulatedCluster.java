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

/** A cluster in a few fields: a Secret, a registration, replicas, and API servers with a lag. */
final class SimulatedCluster {
  static final RotationTerms TERMS =
      RotationTerms.twoThirds(Duration.ofHours(2), Duration.ofMinutes(10), Duration.ofMinutes(1));

  private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");

  Instant now = BEGIN;
  Optional<Map<String, String>> secret = Optional.empty();
  boolean foreign;
  boolean readOnly;
  List<X509Certificate> caBundle = List.of();
  int writes;
  private int version;

  /** Reading checks each key, which takes a millisecond. */
  private final Map<Map<String, String>, StoredCas> read = new HashMap<>();

  private final Issuer issuer = new Issuer(() -> now, new SecureRandom());
  private final TreeMap<Instant, List<X509Certificate>> published = new TreeMap<>();
  final List<Optional<LeafCertificate>> replicas = new ArrayList<>();

  SimulatedCluster(int replicas) {
    published.put(Instant.MIN, caBundle);
    for (int i = 0; i < replicas; i++) {
      this.replicas.add(Optional.empty());
    }
  }

  /** The facts that a leader has read, and may act on later. */
  record Snapshot(RotationFacts facts, int version) {}

  StoredCas stored() {
    if (foreign) {
      return new StoredCas.Foreign("the Secret ebbgate/ca");
    }
    return secret
        .map(data -> read.computeIfAbsent(data, CaSecretData::read))
        .orElseGet(StoredCas.Absent::new);
  }

  Snapshot snapshot() {
    return new Snapshot(new RotationFacts(now, stored(), caBundle), version);
  }

  RotationStep next() {
    return RotationPlan.next(snapshot().facts(), TERMS);
  }

  /** Does the next step, unless there was another write since the snapshot. */
  RotationStep act(Snapshot seen) {
    RotationStep step = RotationPlan.next(seen.facts(), TERMS);
    if (seen.version() == version && !readOnly) {
      apply(step);
    }
    return step;
  }

  private void apply(RotationStep step) {
    switch (step) {
      case RotationStep.Bootstrap(List<RetiredCa> trusted, String _) ->
          store(CaSet.initial(ca(), trusted));
      case RotationStep.Renew(CaSet set, String _) -> store(set.with(ca()));
      case RotationStep.Store(CaSet set, String _) -> store(set);
      case RotationStep.Publish(List<X509Certificate> trusted) -> publish(trusted);
      case RotationStep.Idle _, RotationStep.Blocked _ -> {}
    }
  }

  /** Acts until there is nothing to do at this moment. */
  RotationStep settle() {
    RotationStep step = act(snapshot());
    for (int i = 0; i < 20 && !idle(step); i++) {
      step = act(snapshot());
    }
    return step;
  }

  static boolean idle(RotationStep step) {
    return step instanceof RotationStep.Idle || step instanceof RotationStep.Blocked;
  }

  void store(CaSet set) {
    secret = Optional.of(CaSecretData.write(set));
    changed();
  }

  void publish(List<X509Certificate> trusted) {
    caBundle = trusted;
    published.put(now, trusted);
    changed();
  }

  /** Counts a write. */
  void changed() {
    version++;
    writes++;
  }

  CaSet set() {
    return ((StoredCas.Present) stored()).set();
  }

  Credential ca() {
    return issuer.ca(new CaRequest("ebbgate", TERMS.caLifetime()));
  }

  LeafCertificate leaf(Credential ca, Duration lifetime) {
    LeafRequest request =
        new LeafRequest("ebbgate", List.of(new SubjectName.Dns("ebbgate.edge.svc")), lifetime);
    return new LeafCertificate(issuer.leaf(ca, request), now.plus(TERMS.renewalOf(lifetime)));
  }

  LeafFacts facts(int replica) {
    Optional<CaSet> stored =
        stored() instanceof StoredCas.Present(CaSet set) ? Optional.of(set) : Optional.empty();
    return new LeafFacts(now, replicas.get(replica), stored, caBundle);
  }

  LeafStep refresh(int replica) {
    LeafStep step = LeafPlan.next(facts(replica), TERMS);
    if (step instanceof LeafStep.Issue(Credential ca, Duration lifetime, String _)) {
      replicas.set(replica, Optional.of(leaf(ca, lifetime)));
    }
    return step;
  }

  /** The CA certificates that an API server with that lag trusts. */
  List<X509Certificate> trustedAfter(Duration lag) {
    return published.floorEntry(now.minus(lag)).getValue();
  }

  void advance(Duration time) {
    now = now.plus(time);
  }
}
