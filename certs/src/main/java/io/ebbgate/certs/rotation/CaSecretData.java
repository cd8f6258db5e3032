package io.ebbgate.certs.rotation;

import io.ebbgate.certs.issue.Credential;
import io.ebbgate.certs.issue.InvalidCertificateException;
import io.ebbgate.certs.issue.Pem;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A CA set as a Secret's data: {@code ca.crt} and {@code ca.key} of the newest CA, the others
 * numbered. No message quotes a key.
 */
public final class CaSecretData {
  /** The newest CA certificate, under the name other programs use. */
  public static final String CERTIFICATE = "ca.crt";

  /** Its key, PKCS#8. */
  public static final String KEY = "ca.key";

  private static final String PUBLISHED = "published-at";
  private static final String OLDER = "older-%d.%s";
  private static final String RETIRED = "retired-%d.%s";

  private CaSecretData() {}

  /** The keys in the data of one CA that may sign. */
  private record Names(String crt, String key, String published) {
    static final Names NEWEST = new Names(CERTIFICATE, KEY, PUBLISHED);

    static Names older(int i) {
      return new Names(
          OLDER.formatted(i, "crt"), OLDER.formatted(i, "key"), OLDER.formatted(i, PUBLISHED));
    }
  }

  /** The data to store, each value as text. */
  public static Map<String, String> write(CaSet set) {
    Map<String, String> data = new TreeMap<>();
    write(data, set.newest(), Names.NEWEST);
    for (int i = 0; i < set.active().size() - 1; i++) {
      write(data, set.active().get(i), Names.older(i));
    }
    for (int i = 0; i < set.retired().size(); i++) {
      RetiredCa retired = set.retired().get(i);
      data.put(RETIRED.formatted(i, "crt"), Pem.certificates(List.of(retired.certificate())));
      data.put(RETIRED.formatted(i, "until"), retired.until().toString());
    }
    return data;
  }

  private static void write(Map<String, String> data, CertificateAuthority ca, Names names) {
    data.put(names.crt(), Pem.certificates(ca.credential().chain()));
    data.put(names.key(), Pem.key(ca.credential().key()));
    ca.publishedAt().ifPresent(at -> data.put(names.published(), at.toString()));
  }

  /** Parses the data; throws nothing. */
  public static StoredCas read(Map<String, String> data) {
    try {
      List<CertificateAuthority> active = new ArrayList<>();
      for (int i = 0; data.containsKey(OLDER.formatted(i, "crt")); i++) {
        active.add(ca(data, Names.older(i)));
      }
      active.add(ca(data, Names.NEWEST));
      List<RetiredCa> retired = new ArrayList<>();
      for (int i = 0; data.containsKey(RETIRED.formatted(i, "crt")); i++) {
        String name = RETIRED.formatted(i, "crt");
        X509Certificate certificate = Pem.readCertificates(value(data, name), name).getFirst();
        String until = RETIRED.formatted(i, "until");
        retired.add(new RetiredCa(certificate, instant(value(data, until), until)));
      }
      return new StoredCas.Present(new CaSet(active, retired));
    } catch (InvalidCertificateException unreadable) {
      return new StoredCas.Corrupt(String.valueOf(unreadable.getMessage()));
    }
  }

  private static CertificateAuthority ca(Map<String, String> data, Names names) {
    Credential credential =
        new Credential(
            Pem.readCertificates(value(data, names.crt()), names.crt()),
            Pem.readKey(value(data, names.key()), names.key()));
    if (credential.certificate().getBasicConstraints() < 0) {
      throw new InvalidCertificateException(
          names.crt() + " is not a CA certificate; allowed is one that may sign.");
    }
    return new CertificateAuthority(
        credential,
        Optional.ofNullable(data.get(names.published()))
            .map(text -> instant(text, names.published())));
  }

  private static String value(Map<String, String> data, String name) {
    String value = data.get(name);
    if (value == null) {
      throw new InvalidCertificateException(name + " is missing; allowed is PEM.");
    }
    return value;
  }

  private static Instant instant(String text, String name) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException notATime) {
      throw new InvalidCertificateException(
          name + " is no time; allowed is one such as 2026-01-02T03:04:05Z.", notATime);
    }
  }
}
