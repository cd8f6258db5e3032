package io.ebbgate.webhook.http;

import io.ebbgate.core.contract.WebhookEnv;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at the certificate and its key before anybody connects: a pair that does not fit would
 * start, and then fail every handshake.
 */
final class TlsFiles {
  private static final Pattern PKCS8 =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  private TlsFiles() {}

  /**
   * Throws in one sentence unless the files are a chain and the key of its first certificate.
   *
   * @throws IOException naming setting and file
   */
  static void check(Listening listening) throws IOException {
    Certificate certificate = certificate(listening.certificate());
    PrivateKey key = key(listening.key(), certificate.getPublicKey().getAlgorithm());
    try {
      if (!fit(key, certificate)) {
        throw bad(WebhookEnv.TLS_KEY, listening.key(), "the key of " + listening.certificate());
      }
    } catch (GeneralSecurityException e) {
      throw bad(WebhookEnv.TLS_KEY, listening.key(), "a key of type EC or RSA", e);
    }
  }

  private static Certificate certificate(Path file) throws IOException {
    try (InputStream pem = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(pem);
    } catch (IOException | GeneralSecurityException e) {
      throw bad(WebhookEnv.TLS_CERT, file, "a readable file of certificates as PEM", e);
    }
  }

  private static PrivateKey key(Path file, String algorithm) throws IOException {
    try {
      Matcher pem = PKCS8.matcher(Files.readString(file));
      if (!pem.find()) {
        throw bad(WebhookEnv.TLS_KEY, file, "a key as PEM in PKCS#8");
      }
      byte[] bytes = Base64.getMimeDecoder().decode(pem.group(1));
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
    } catch (GeneralSecurityException e) {
      throw bad(WebhookEnv.TLS_KEY, file, "a key of the certificate's type as PEM in PKCS#8", e);
    } catch (IOException e) {
      throw e.getMessage() != null && e.getMessage().startsWith(WebhookEnv.TLS_KEY)
          ? e
          : bad(WebhookEnv.TLS_KEY, file, "a readable file with a key as PEM in PKCS#8", e);
    }
  }

  private static boolean fit(PrivateKey key, Certificate certificate)
      throws GeneralSecurityException {
    byte[] text = new byte[32];
    new SecureRandom().nextBytes(text);
    Signature signature =
        Signature.getInstance(
            key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
    signature.initSign(key);
    signature.update(text);
    byte[] signed = signature.sign();
    signature.initVerify(certificate);
    signature.update(text);
    return signature.verify(signed);
  }

  private static IOException bad(String setting, Path file, String allowed) {
    return new IOException(setting + " is " + file + "; allowed is " + allowed + ".");
  }

  private static IOException bad(String setting, Path file, String allowed, Exception cause) {
    return new IOException(setting + " is " + file + "; allowed is " + allowed + ".", cause);
  }
}
