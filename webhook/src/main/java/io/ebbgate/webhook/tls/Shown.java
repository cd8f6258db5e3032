package io.ebbgate.webhook.tls;

import io.ebbgate.certs.issue.Credential;
import io.ebbgate.webhook.http.StartException;

/** Whoever shows a certificate to those who connect. */
@FunctionalInterface
public interface Shown {
  /**
   * Shows it from now on.
   *
   * @throws StartException where it can't; the one before is kept
   */
  void show(Credential credential) throws StartException;
}
