package io.ebbgate.certs.rotation;

import io.ebbgate.certs.issue.Credential;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * All CAs of an installation.
 *
 * @param active those that may sign, the newest last; at least one, two during a rotation
 * @param retired those that sign no more but are still trusted
 */
public record CaSet(List<CertificateAuthority> active, List<RetiredCa> retired) {
  public CaSet {
    active = List.copyOf(active);
    retired = List.copyOf(retired);
    if (active.isEmpty()) {
      throw new IllegalArgumentException("There is no CA that may sign.");
    }
  }

  /** The set of a new installation, with the CAs that were trusted before. */
  public static CaSet initial(Credential ca, List<RetiredCa> trusted) {
    return new CaSet(List.of(CertificateAuthority.unpublished(ca)), trusted);
  }

  /** This set with one more CA, which signs once it has propagated. */
  public CaSet with(Credential ca) {
    List<CertificateAuthority> more = new ArrayList<>(active);
    more.add(CertificateAuthority.unpublished(ca));
    return new CaSet(more, retired);
  }

  /** This set with the newest CA replaced. */
  CaSet withNewest(CertificateAuthority newest) {
    List<CertificateAuthority> replaced = new ArrayList<>(active);
    replaced.set(replaced.size() - 1, newest);
    return new CaSet(replaced, retired);
  }

  CertificateAuthority newest() {
    return active.getLast();
  }

  /** The CA certificates to trust at that time, the newest first, each once. */
  public List<X509Certificate> trusted(Instant now) {
    return Stream.concat(
            active.reversed().stream()
                .filter(each -> !each.isExpired(now))
                .map(CertificateAuthority::certificate),
            retired.stream().filter(each -> !each.isExpired(now)).map(RetiredCa::certificate))
        .distinct()
        .toList();
  }

  boolean contains(X509Certificate certificate) {
    return active.stream().anyMatch(each -> each.certificate().equals(certificate))
        || retired.stream().anyMatch(each -> each.certificate().equals(certificate));
  }
}
