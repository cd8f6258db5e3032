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
 * A new authority and one server certificate of it, as PEM files: {@value #AUTHORITY}, {@value
 * #CERTIFICATE} (the server's, then the authority's) and {@value #KEY} (PKCS#8, readable by its
 * owner only). For a laptop, the demo and tests; nothing in a cluster uses it.
 */
public final class DevCertificates {
  /** What clients trust, the form of a webhook's {@code caBundle}. */
  public static final String AUTHORITY = "ca.crt";

  /** The server's certificate and its authority's, named as in a Secret of kubernetes.io/tls. */
  public static final String CERTIFICATE = "tls.crt";

  /** The server's key. */
  public static final String KEY = "tls.key";

  /** The authority's key, written only if asked for. */
  public static final String AUTHORITY_KEY = "ca.key";

  private static final String AUTHORITY_NAME = "Ebbgate development authority";
  private static final String SERVER_NAME = "Ebbgate development server";

  private DevCertificates() {}

  /** What becomes of the authority's key. */
  public enum AuthorityKey {
    /** Forgotten: nobody can make another certificate that its clients trust. */
    FORGET,
    /** Written as {@value DevCertificates#AUTHORITY_KEY}. */
    WRITE
  }

  /**
   * Writes the three files and forgets the authority's key.
   *
   * @param names host names and addresses the server answers to, one at least
   * @param validity from now, a minute to 3660 days
   * @throws RefusedException for a bad name or validity, in one sentence
   * @throws IOException where the folder can't be written; files that were there stay whole
   */
  public static void write(Path folder, List<String> names, Duration validity, InstantSource clock)
      throws IOException {
    write(folder, names, validity, clock, AuthorityKey.FORGET);
  }

  /**
   * As the other, with a say in the authority's key. A key of an earlier authority would be of no
   * use beside the new certificate, so {@code FORGET} is refused where there is one.
   */
  public static void write(
      Path folder,
      List<String> names,
      Duration validity,
      InstantSource clock,
      AuthorityKey authorityKey)
      throws IOException {
    // One reading of the clock: a leaf made a second later would outlive its authority.
    Issuer issuer = new Issuer(InstantSource.fixed(clock.instant()), new SecureRandom());
    List<SubjectName> subjects = names.stream().map(SubjectName::parse).toList();
    LeafRequest request = new LeafRequest(SERVER_NAME, subjects, validity);
    Credential authority = issuer.authority(new CaRequest(AUTHORITY_NAME, validity));
    Credential server = issuer.leaf(authority, request);

    if (authorityKey == AuthorityKey.FORGET && Files.exists(folder.resolve(AUTHORITY_KEY))) {
      throw new InvalidCertificateException(
          "%s holds the %s of an earlier authority; allowed is a folder without one."
              .formatted(folder, AUTHORITY_KEY));
    }
    List<PemFile> files = new ArrayList<>();
    files.add(PemFile.certificates(AUTHORITY, authority));
    files.add(PemFile.certificates(CERTIFICATE, server));
    files.add(PemFile.key(KEY, server));
    switch (authorityKey) {
      case FORGET -> {}
      case WRITE -> files.add(PemFile.key(AUTHORITY_KEY, authority));
    }
    PemFile.writeAll(folder, files);
  }
}
