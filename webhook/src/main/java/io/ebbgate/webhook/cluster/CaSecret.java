package io.ebbgate.webhook.cluster;

import static java.util.Objects.requireNonNull;

import io.ebbgate.certs.rotation.CaSecretData;
import io.ebbgate.certs.rotation.CaSet;
import io.ebbgate.certs.rotation.StoredCas;
import io.ebbgate.core.contract.SecretTypes;
import java.util.Map;
import java.util.Optional;

/** The Secret with the CAs. */
public final class CaSecret {
  private final ManagedSecret secret;

  public CaSecret(Cluster cluster, String name) {
    secret = new ManagedSecret(cluster, name, SecretTypes.CA);
  }

  /** The stored CAs, and the Secret's resource version; empty if there is none. */
  public record Stored(StoredCas cas, Optional<String> version) {
    public Stored {
      requireNonNull(cas);
      requireNonNull(version);
    }
  }

  /** Reads it. */
  public Stored read() throws ClusterException {
    Optional<ManagedSecret.Found> found = secret.read();
    if (found.isEmpty()) {
      return new Stored(new StoredCas.Absent(), Optional.empty());
    }
    ManagedSecret.Found present = found.get();
    StoredCas cas =
        present.ours() ? CaSecretData.read(present.data()) : new StoredCas.Foreign(secret.title());
    return new Stored(cas, Optional.of(present.resourceVersion()));
  }

  /** Writes the Secret unless it was changed since that version; returns false then. */
  public boolean write(CaSet set, Optional<String> version) throws ClusterException {
    Map<String, String> data = CaSecretData.write(set);
    return version.isEmpty() ? secret.create(data) : secret.replace(data, version.get());
  }
}
