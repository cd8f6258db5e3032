package io.ebbgate.webhook.cluster;

import static java.util.Objects.requireNonNull;

import io.ebbgate.certs.rotation.CaSecretData;
import io.ebbgate.certs.rotation.CaSet;
import io.ebbgate.certs.rotation.StoredCas;
import io.ebbgate.core.contract.SecretTypes;
import java.util.Map;
import java.util.Optional;

/** The authorities in their Secret. */
public final class CaSecret {
  private final OwnSecret secret;

  public CaSecret(Cluster cluster, String name) {
    secret = new OwnSecret(cluster, name, SecretTypes.CA);
  }

  /** What is stored, and which version of it; empty for none. */
  public record Stored(StoredCas cas, Optional<String> version) {
    public Stored {
      requireNonNull(cas);
      requireNonNull(version);
    }
  }

  /** Reads it. */
  public Stored read() throws ClusterException {
    Optional<OwnSecret.Found> found = secret.read();
    if (found.isEmpty()) {
      return new Stored(new StoredCas.Absent(), Optional.empty());
    }
    OwnSecret.Found present = found.get();
    StoredCas cas =
        present.ours() ? CaSecretData.read(present.data()) : new StoredCas.Foreign(secret.title());
    return new Stored(cas, Optional.of(present.resourceVersion()));
  }

  /** Writes it, unless somebody else has since; false then. */
  public boolean write(CaSet set, Optional<String> version) throws ClusterException {
    Map<String, String> data = CaSecretData.write(set);
    return version.isEmpty() ? secret.create(data) : secret.replace(data, version.get());
  }
}
