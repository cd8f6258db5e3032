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
public record AuthoritySet(List<Authority> active, List<Retired> retired) {
  public AuthoritySet {
    active = List.copyOf(active);
    retired = List.copyOf(retired);
    if (active.isEmpty()) {
      throw new IllegalArgumentException("There is no authority that may sign.");
    }
  }

  /** The set of a new installation, and what was trusted before it. */
  public static AuthoritySet begun(Credential authority, List<Retired> trusted) {
    return new AuthoritySet(List.of(Authority.fresh(authority)), trusted);
  }

  /** With one more, which signs when it is known everywhere. */
  public AuthoritySet with(Credential authority) {
    List<Authority> more = new ArrayList<>(active);
    more.add(Authority.fresh(authority));
    return new AuthoritySet(more, retired);
  }

  /** With the newest in another state. */
  AuthoritySet replacing(Authority newest) {
    List<Authority> replaced = new ArrayList<>(active);
    replaced.set(replaced.size() - 1, newest);
    return new AuthoritySet(replaced, retired);
  }

  Authority newest() {
    return active.getLast();
  }

  /** Whom the API server has to trust at that time: the newest first, each once. */
  public List<X509Certificate> trusted(Instant now) {
    return Stream.concat(
            active.reversed().stream().filter(each -> !each.ended(now)).map(Authority::certificate),
            retired.stream().filter(each -> !each.over(now)).map(Retired::certificate))
        .distinct()
        .toList();
  }

  boolean knows(X509Certificate certificate) {
    return active.stream().anyMatch(each -> each.certificate().equals(certificate))
        || retired.stream().anyMatch(each -> each.certificate().equals(certificate));
  }
}
