package io.ebbgate.certs.rotation;

import static java.util.Objects.requireNonNull;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * What the one who writes goes by.
 *
 * @param now the wall clock, which may be wrong or jump
 * @param held what is stored
 * @param bundle whom the registration trusts now
 */
public record RotationFacts(Instant now, StoredCas held, List<X509Certificate> bundle) {
  public RotationFacts {
    requireNonNull(now);
    requireNonNull(held);
    bundle = List.copyOf(bundle);
  }
}
