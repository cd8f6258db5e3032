package io.ebbgate.webhook.tls;

import static java.util.Objects.requireNonNull;

import io.ebbgate.certs.issue.Credential;
import io.ebbgate.certs.issue.InvalidCertificateException;
import io.ebbgate.certs.issue.Pem;
import io.ebbgate.core.contract.WebhookEnv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A certificate chain and its key, as PEM in two files that another program renews. */
public record CertificateFiles(Path certificates, Path key) {
  public CertificateFiles {
    requireNonNull(certificates);
    requireNonNull(key);
  }

  /** The contents of both files, to detect changes. */
  record Text(String certificates, String key) {
    Text {
      requireNonNull(certificates);
      requireNonNull(key);
    }

    /** Without the key. */
    @Override
    public String toString() {
      return "Text";
    }
  }

  /**
   * Reads both files.
   *
   * @throws IOException naming setting and file
   */
  Text text() throws IOException {
    return new Text(
        text(WebhookEnv.TLS_CERT, certificates, "a readable file of certificates as PEM"),
        text(WebhookEnv.TLS_KEY, key, "a readable file with a key as PEM in PKCS#8"));
  }

  private static String text(String setting, Path file, String allowed) throws IOException {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IOException(setting + " is " + file + "; allowed is " + allowed + ".", e);
    }
  }

  /**
   * Parses and checks the pair: serving a key that does not match would fail every handshake.
   *
   * @throws IOException naming setting and file
   */
  Credential credential(Text text) throws IOException {
    try {
      return new Credential(
          Pem.readCertificates(
              text.certificates(), WebhookEnv.TLS_CERT + " (" + certificates + ")"),
          Pem.readKey(text.key(), WebhookEnv.TLS_KEY + " (" + key + ")"));
    } catch (InvalidCertificateException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
