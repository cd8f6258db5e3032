package io.ebbgate.certs.issue;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Issues certificates with new keys (EC P-256) from a request, a clock and a source of randomness,
 * and nothing else. Their extensions follow RFC 5280 §4.2.
 */
public final class Issuer {
  private final InstantSource clock;
  private final SecureRandom random;

  public Issuer(InstantSource clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
  }

  /** Issues a self-signed CA. It may sign serving certificates, not other CAs. */
  public Credential ca(CaRequest request) {
    KeyPair keys = newKeys();
    ValidityPeriod validity = ValidityPeriod.from(clock.instant(), request.validity());
    X509Certificate certificate = CertificateShape.ca(request.commonName(), validity, keys, random);
    return new Credential(List.of(certificate), keys.getPrivate());
  }

  /**
   * Issues a serving certificate signed by the CA, whose certificate follows it in the chain.
   *
   * @throws InvalidCertificateException if {@code ca} is not a CA, is not valid now or expires
   *     before the leaf
   */
  public Credential leaf(Credential ca, LeafRequest request) {
    X509Certificate signer = ca.certificate();
    Instant now = clock.instant();
    check(signer, now);
    ValidityPeriod validity =
        ValidityPeriod.from(now, request.validity()).within(ValidityPeriod.of(signer));
    KeyPair keys = newKeys();
    X509Certificate certificate =
        CertificateShape.leaf(request, validity, keys.getPublic(), ca, random);
    List<X509Certificate> chain = new ArrayList<>(List.of(certificate));
    chain.addAll(ca.chain());
    return new Credential(chain, keys.getPrivate());
  }

  private static void check(X509Certificate signer, Instant now) {
    String name = signer.getSubjectX500Principal().getName();
    if (signer.getBasicConstraints() < 0) {
      throw new InvalidCertificateException(
          "The certificate %s can't sign others; allowed is a CA certificate.".formatted(name));
    }
    ValidityPeriod validity = ValidityPeriod.of(signer);
    if (!validity.isValidAt(now)) {
      throw new InvalidCertificateException(
          "The CA certificate %s is valid from %s to %s and it is %s; allowed is one that is valid now."
              .formatted(name, validity.notBefore(), validity.notAfter(), now));
    }
  }

  private KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException brokenJdk) {
      throw new IllegalStateException("This JDK makes no EC P-256 keys.", brokenJdk);
    }
  }
}
