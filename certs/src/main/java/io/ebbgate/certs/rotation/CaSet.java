package io.ebbgate.certs.rotation;

import io.ebbgate.certs.issue.Credential;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything a cluster knows of our authorities.
 *
 * @param active those that may sign, the newest last; one at least, two while one replaces another
 * @param retired those that are still trusted
 */
public record CaSet(List<CertificateAuthority> active, List<RetiredCa> retired) {
  public CaSet {
    active = List.copyOf(active);
    retired = List.copyOf(retired);
    if (active.isEmpty()) {
      throw new IllegalArgumentException("There is no authority that may sign.");
    }
  }

  /** The set of a new installation, and what was trusted before it. */
  public static CaSet begun(Credential authority, List<RetiredCa> trusted) {
    return new CaSet(List.of(CertificateAuthority.fresh(authority)), trusted);
  }

  /** With one more, which signs when it is known everywhere. */
  public CaSet with(Credential authority) {
    List<CertificateAuthority> more = new ArrayList<>(active);
    more.add(CertificateAuthority.fresh(authority));
    return new CaSet(more, retired);
  }

  /** With the newest in another state. */
  CaSet replacing(CertificateAuthority newest) {
    List<CertificateAuthority> replaced = new ArrayList<>(active);
    replaced.set(replaced.size() - 1, newest);
    return new CaSet(replaced, retired);
  }

  CertificateAuthority newest() {
    return active.getLast();
  }

  /** Whom the API server has to trust at that time: the newest first, each once. */
  public List<X509Certificate> trusted(Instant now) {
    return Stream.concat(
            active.reversed().stream()
                .filter(each -> !each.ended(now))
                .map(CertificateAuthority::certificate),
            retired.stream().filter(each -> !each.over(now)).map(RetiredCa::certificate))
        .distinct()
        .toList();
  }

  boolean knows(X509Certificate certificate) {
    return active.stream().anyMatch(each -> each.certificate().equals(certificate))
        || retired.stream().anyMatch(each -> each.certificate().equals(certificate));
  }
}
