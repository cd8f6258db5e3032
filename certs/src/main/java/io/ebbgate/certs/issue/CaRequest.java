package io.ebbgate.certs.issue;

import java.time.Duration;

/**
 * What a certificate authority is to be: its name, and how long it holds from now (a minute to ten
 * years).
 */
public record CaRequest(String commonName, Duration validity) {
  public CaRequest {
    LeafRequest.checkCommonName(commonName);
    validity = ValidityPeriod.checked(validity);
  }
}
