package io.ebbgate.certs.issue;

import java.time.Duration;

/**
 * A certificate authority to issue: its common name, and its validity from now (a minute to 3660
 * days).
 */
public record CaRequest(String commonName, Duration validity) {
  public CaRequest {
    LeafRequest.checkCommonName(commonName);
    validity = ValidityPeriod.checked(validity);
  }
}
