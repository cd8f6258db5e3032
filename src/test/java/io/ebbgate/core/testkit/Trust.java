package io.ebbgate.core.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * TLS that trusts the given CAs only, as an API server trusts the {@code caBundle} of a webhook.
 */
public final class Trust {
  private Trust() {}

  /**
   * A client that trusts one CA.
   *
   * @throws IOException for a file that is no certificate in PEM
   */
  public static SSLContext only(Path ca) throws IOException {
    return these(Files.readString(ca));
  }

  /**
   * A client that trusts several CAs.
   *
   * @throws IOException for a text that has no certificates in PEM
   */
  public static SSLContext these(String bundle) throws IOException {
    return these(bundle, new KeyManager[0]);
  }

  /**
   * A client that trusts several CAs and has certificates of its own.
   *
   * @throws IOException for a text that has no certificates in PEM
   */
  public static SSLContext these(String bundle, KeyManager... own) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int count = 0;
      for (Certificate each :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bundle.getBytes(US_ASCII)))) {
        store.setCertificateEntry("ca-" + count++, each);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException broken) {
      throw new IOException("These are no CA certificates.", broken);
    }
  }
}
