package io.ebbgate.webhook.cluster;

import static java.util.Objects.requireNonNull;

import io.ebbgate.certs.rotation.AuthorityData;
import io.ebbgate.certs.rotation.AuthoritySet;
import io.ebbgate.certs.rotation.Held;
import io.ebbgate.core.contract.SecretTypes;
import java.util.Map;
import java.util.Optional;

/** The authorities in their Secret. */
public final class AuthoritySecret {
  private final OwnSecret secret;

  public AuthoritySecret(Cluster cluster, String name) {
    secret = new OwnSecret(cluster, name, SecretTypes.AUTHORITY);
  }

  /** What is stored, and which version of it; empty for none. */
  public record Stored(Held held, Optional<String> version) {
    public Stored {
      requireNonNull(held);
      requireNonNull(version);
    }
  }

  /** Reads it. */
  public Stored read() throws ClusterException {
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
  public boolean write(AuthoritySet set, Optional<String> version) throws ClusterException {
    Map<String, String> data = AuthorityData.write(set);
    return version.isEmpty() ? secret.create(data) : secret.replace(data, version.get());
  }
}
