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
 * Makes certificates with their keys (EC P-256) out of a request, a clock and a source of chance,
 * and nothing else. What they carry follows RFC 5280 §4.2.
 */
public final class Issuer {
  private final InstantSource clock;
  private final SecureRandom random;

  public Issuer(InstantSource clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
  }

  /**
   * A new authority that signs itself. It may sign servers' certificates, not other authorities.
   */
  public Credential authority(CaRequest request) {
    KeyPair keys = newKeys();
    ValidityPeriod validity = ValidityPeriod.from(clock.instant(), request.validity());
    X509Certificate certificate =
        CertificateShape.authority(request.commonName(), validity, keys, random);
    return new Credential(List.of(certificate), keys.getPrivate());
  }

  /**
   * A new server's certificate signed by the authority, which follows it in the chain.
   *
   * @throws RefusedException where the authority is none, doesn't hold now or ends before the leaf
   */
  public Credential leaf(Credential authority, LeafRequest request) {
    X509Certificate signer = authority.certificate();
    Instant now = clock.instant();
    check(signer, now);
    ValidityPeriod validity =
        ValidityPeriod.from(now, request.validity()).within(ValidityPeriod.of(signer));
    KeyPair keys = newKeys();
    X509Certificate certificate =
        CertificateShape.leaf(request, validity, keys.getPublic(), authority, random);
    List<X509Certificate> chain = new ArrayList<>(List.of(certificate));
    chain.addAll(authority.chain());
    return new Credential(chain, keys.getPrivate());
  }

  private static void check(X509Certificate signer, Instant now) {
    String name = signer.getSubjectX500Principal().getName();
    if (signer.getBasicConstraints() < 0) {
      throw new InvalidCertificateException(
          "The certificate %s can't sign others; allowed is an authority's.".formatted(name));
    }
    ValidityPeriod validity = ValidityPeriod.of(signer);
    if (!validity.holdsAt(now)) {
      throw new InvalidCertificateException(
          "The authority %s holds from %s to %s and it is %s; allowed is one that holds now."
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
