package io.ebbgate.certs.rotation;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** The next step of a rotation; after it the facts are read again. */
public sealed interface RotationStep {
  /**
   * Issue the first CA and store it.
   *
   * @param trusted the CAs in the {@code caBundle}, whose leaves may still be served
   * @param why a sentence for the log
   */
  record Bootstrap(List<RetiredCa> trusted, String why) implements RotationStep {
    public Bootstrap {
      trusted = List.copyOf(trusted);
    }
  }

  /**
   * Issue another CA and store it.
   *
   * @param set what is stored now
   */
  record Renew(CaSet set, String why) implements RotationStep {}

  /** Store this set. */
  record Store(CaSet set, String why) implements RotationStep {}

  /** Replace the registration's {@code caBundle} by these certificates. */
  record Publish(List<X509Certificate> caBundle) implements RotationStep {
    public Publish {
      caBundle = List.copyOf(caBundle);
    }
  }

  /** Nothing is due before then. */
  record Idle(Instant until) implements RotationStep {}

  /** Nothing can be done until the operator does what the message says. */
  record Blocked(String why) implements RotationStep {}
}
