package io.ebbgate.certs.rotation;

import io.ebbgate.certs.issue.Credential;
import java.time.Duration;
import java.time.Instant;

/** What a replica does next about its leaf certificate. */
public sealed interface LeafStep {
  /** Keep the current leaf, and decide again then. */
  record Keep(Instant until) implements LeafStep {}

  /** Issue a leaf with that lifetime, signed by this CA. */
  record Issue(Credential ca, Duration lifetime, String why) implements LeafStep {}

  /** No CA can sign a leaf that the API server would accept. */
  record Unavailable(String why) implements LeafStep {}
}
