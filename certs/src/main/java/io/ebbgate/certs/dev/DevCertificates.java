package io.ebbgate.certs.dev;

import io.ebbgate.certs.issue.CaRequest;
import io.ebbgate.certs.issue.Credential;
import io.ebbgate.certs.issue.InvalidCertificateException;
import io.ebbgate.certs.issue.Issuer;
import io.ebbgate.certs.issue.LeafRequest;
import io.ebbgate.certs.issue.SubjectName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * A new CA and one serving certificate signed by it, as PEM files: {@value #CA_CERTIFICATE},
 * {@value #CERTIFICATE} (the serving certificate, then the CA certificate) and {@value #KEY}
 * (PKCS#8, readable by its owner only). For a laptop, the demo and tests; nothing in a cluster uses
 * it.
 */
public final class DevCertificates {
  /** The CA certificate that clients trust, the form of a webhook's {@code caBundle}. */
  public static final String CA_CERTIFICATE = "ca.crt";

  /** The serving certificate and its CA's, named as in a Secret of type kubernetes.io/tls. */
  public static final String CERTIFICATE = "tls.crt";

  /** The serving certificate's key. */
  public static final String KEY = "tls.key";

  /** The CA's key, written only on request. */
  public static final String CA_KEY = "ca.key";

  private static final String CA_COMMON_NAME = "Ebbgate development CA";
  private static final String SERVER_COMMON_NAME = "Ebbgate development server";

  private DevCertificates() {}

  /** What happens to the CA's key. */
  public enum CaKey {
    /** It is not kept, so that no further certificate can be signed with it. */
    DISCARD,
    /** It is written as {@value DevCertificates#CA_KEY}. */
    WRITE
  }

  /**
   * Writes the three files and discards the CA's key.
   *
   * @param names host names and addresses of the server, at least one
   * @param validity from now, a minute to 3660 days
   * @throws InvalidCertificateException for a bad name or validity
   * @throws IOException if the folder can't be written; existing files stay whole
   */
  public static void write(Path folder, List<String> names, Duration validity, InstantSource clock)
      throws IOException {
    write(folder, names, validity, clock, CaKey.DISCARD);
  }

  /**
   * Writes the files, and the CA's key on request. The key of an earlier CA would not match the new
   * CA certificate beside it, so {@code DISCARD} is refused where there is one.
   */
  public static void write(
      Path folder, List<String> names, Duration validity, InstantSource clock, CaKey caKey)
      throws IOException {
    // One reading of the clock: a leaf made a second later would outlive its CA.
    Issuer issuer = new Issuer(InstantSource.fixed(clock.instant()), new SecureRandom());
    List<SubjectName> subjects = names.stream().map(SubjectName::parse).toList();
    LeafRequest request = new LeafRequest(SERVER_COMMON_NAME, subjects, validity);
    Credential ca = issuer.ca(new CaRequest(CA_COMMON_NAME, validity));
    Credential server = issuer.leaf(ca, request);

    if (caKey == CaKey.DISCARD && Files.exists(folder.resolve(CA_KEY))) {
      throw new InvalidCertificateException(
          "%s holds the %s of an earlier CA; allowed is a folder without one."
              .formatted(folder, CA_KEY));
    }
    List<PemFile> files = new ArrayList<>();
    files.add(PemFile.certificates(CA_CERTIFICATE, ca));
    files.add(PemFile.certificates(CERTIFICATE, server));
    files.add(PemFile.key(KEY, server));
    switch (caKey) {
      case DISCARD -> {}
      case WRITE -> files.add(PemFile.key(CA_KEY, ca));
    }
    PemFile.writeAll(folder, files);
  }
}
