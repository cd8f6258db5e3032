package io.ebbgate.webhook.tls;

import io.ebbgate.certs.issue.Credential;
import io.ebbgate.webhook.http.StartException;

/** The certificate that a TLS server presents to its clients. */
@FunctionalInterface
public interface ServingCertificate {
  /**
   * Replaces it for new connections.
   *
   * @throws StartException if that fails; the previous certificate is kept
   */
  void replace(Credential credential) throws StartException;
}
