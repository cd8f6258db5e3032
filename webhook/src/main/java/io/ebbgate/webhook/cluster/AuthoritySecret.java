package io.ebbgate.webhook.cluster;

import static java.util.Objects.requireNonNull;

import io.ebbgate.certs.rotation.AuthorityData;
import io.ebbgate.certs.rotation.AuthoritySet;
import io.ebbgate.certs.rotation.Held;
import java.util.Map;
import java.util.Optional;

/** The authorities in their Secret. */
public final class AuthoritySecret {
  private static final String TYPE = "ebbgate.io/authority";

  private final OwnSecret secret;

  public AuthoritySecret(Cluster cluster, String name) {
    secret = new OwnSecret(cluster, name, TYPE);
  }

  /** What is stored, and which version of it; empty for none. */
  public record Stored(Held held, Optional<String> version) {
    public Stored {
      requireNonNull(held);
      requireNonNull(version);
    }
  }

  /** Reads it. */
  public Stored read() {
    Optional<OwnSecret.Found> found = secret.read();
    if (found.isEmpty()) {
      return new Stored(new Held.Absent(), Optional.empty());
    }
    OwnSecret.Found present = found.get();
    Held held =
        present.ours() ? AuthorityData.read(present.data()) : new Held.Foreign(secret.title());
    return new Stored(held, Optional.of(present.resourceVersion()));
  }

  /** Writes it, unless somebody else has since; false then. */
  public boolean write(AuthoritySet set, Optional<String> version) {
    Map<String, String> data = AuthorityData.write(set);
    return version.isEmpty() ? secret.create(data) : secret.replace(data, version.get());
  }
}
