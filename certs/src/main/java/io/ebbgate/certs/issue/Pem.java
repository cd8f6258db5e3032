package io.ebbgate.certs.issue;

import java.io.ByteArrayInputStream;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Certificates and PKCS#8 keys as text, RFC 7468. Reading takes the name of the file the text came
 * from, for the message of a refusal; the text itself is never in one. Text around the blocks is a
 * comment.
 */
public final class Pem {
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String KEY = "PRIVATE KEY";
  private static final List<String> KEY_ALGORITHMS = List.of("EC", "RSA", "EdDSA");
  private static final Base64.Encoder LINES_OF_64 = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private Pem() {}

  /** The certificates in their order. */
  public static String certificates(List<X509Certificate> certificates) {
    StringBuilder text = new StringBuilder();
    for (X509Certificate certificate : certificates) {
      try {
        text.append(block(CERTIFICATE, certificate.getEncoded()));
      } catch (CertificateEncodingException broken) {
        throw new IllegalStateException("A certificate has no encoding.", broken);
      }
    }
    return text.toString();
  }

  /** The key as PKCS#8, not encrypted. */
  public static String key(PrivateKey key) {
    return block(KEY, key.getEncoded());
  }

  private static String block(String label, byte[] der) {
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(label, LINES_OF_64.encodeToString(der));
  }

  /**
   * All certificates of a text, at least one and nothing but certificates.
   *
   * @throws InvalidCertificateException for any other text
   */
  public static List<X509Certificate> readCertificates(String text, String file) {
    List<PemBlock> blocks = PemBlock.read(text, file);
    if (blocks.isEmpty() || !blocks.stream().allMatch(each -> each.label().equals(CERTIFICATE))) {
      throw new InvalidCertificateException(
          "%s holds %s; allowed is one PEM block CERTIFICATE or more."
              .formatted(file, labels(blocks)));
    }
    return blocks.stream().map(block -> certificate(block, file)).toList();
  }

  /**
   * The one key of a text.
   *
   * @throws InvalidCertificateException for any other text
   */
  public static PrivateKey readKey(String text, String file) {
    List<PemBlock> blocks = PemBlock.read(text, file);
    if (blocks.size() != 1 || !blocks.getFirst().label().equals(KEY)) {
      throw new InvalidCertificateException(
          "%s holds %s; allowed is one PEM block PRIVATE KEY (openssl pkcs8 makes it)."
              .formatted(file, labels(blocks)));
    }
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(blocks.getFirst().der());
    return KEY_ALGORITHMS.stream()
        .flatMap(algorithm -> key(spec, algorithm).stream())
        .findFirst()
        .orElseThrow(() ->
            new InvalidCertificateException(
                file + " holds a key that can't be read; allowed is an EC, RSA or EdDSA key."));
  }

  private static Optional<PrivateKey> key(PKCS8EncodedKeySpec spec, String algorithm) {
    try {
      return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(spec));
    } catch (InvalidKeySpecException ofAnotherAlgorithm) {
      return Optional.empty();
    } catch (NoSuchAlgorithmException broken) {
      throw new IllegalStateException("This JDK has no " + algorithm + " keys.", broken);
    }
  }

  private static X509Certificate certificate(PemBlock block, String file) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(block.der()));
    } catch (CertificateException noCertificate) {
      throw new InvalidCertificateException(
          file + " holds a certificate that can't be read; allowed is X.509.", noCertificate);
    }
  }

  private static String labels(List<PemBlock> blocks) {
    return blocks.isEmpty()
        ? "no PEM block"
        : "PEM blocks " + String.join(", ", blocks.stream().map(PemBlock::label).toList());
  }
}
