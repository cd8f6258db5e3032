package io.ebbgate.certs.issue;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A private key with its certificate chain, the leaf first. The constructor checks that the key is
 * the first certificate's and that each certificate is signed by the next.
 */
public record Credential(List<X509Certificate> chain, PrivateKey key) {
  private static final byte[] PROBE = {'e', 'b', 'b', 'g', 'a', 't', 'e'};

  public Credential {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new InvalidCertificateException(
          "A key came without a certificate; allowed is the key's own first, then its issuers'.");
    }
    if (!isPair(chain.getFirst().getPublicKey(), key)) {
      throw new InvalidCertificateException(
          "The key is not the one of the certificate %s; allowed is a pair made together."
              .formatted(name(chain.getFirst())));
    }
    for (int i = 1; i < chain.size(); i++) {
      if (!isSignedBy(chain.get(i - 1), chain.get(i))) {
        throw new InvalidCertificateException(
            "The certificate %s is followed by %s; allowed is the one that signed it."
                .formatted(name(chain.get(i - 1)), name(chain.get(i))));
      }
    }
  }

  /** The certificate of {@code key}. */
  public X509Certificate certificate() {
    return chain.getFirst();
  }

  /** Safe to log: without the key. */
  @Override
  public String toString() {
    return "Credential[%s, serial %s, until %s]"
        .formatted(
            name(certificate()),
            certificate().getSerialNumber().toString(16),
            certificate().getNotAfter().toInstant());
  }

  private static String name(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName();
  }

  private static boolean isPair(PublicKey publicKey, PrivateKey key) {
    if (!publicKey.getAlgorithm().equals(key.getAlgorithm())) {
      return false;
    }
    try {
      Signature signature = Signature.getInstance(signatureOf(key));
      signature.initSign(key);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(publicKey);
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (GeneralSecurityException differentCurveOrSize) {
      return false;
    }
  }

  private static String signatureOf(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "EC" -> "SHA256withECDSA";
      case "RSA" -> "SHA256withRSA";
      default -> key.getAlgorithm();
    };
  }

  private static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
    try {
      certificate.verify(issuer.getPublicKey());
      return certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
    } catch (GeneralSecurityException notBy) {
      return false;
    }
  }
}
