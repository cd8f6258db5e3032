package io.ebbgate.webhook.tls;

import static java.util.Objects.requireNonNull;

import io.ebbgate.certs.issue.SubjectName;
import io.ebbgate.certs.rotation.RotationTerms;
import java.time.Duration;
import java.util.List;

/**
 * How certificates are made by ourselves.
 *
 * @param names whom the API server asks for
 * @param terms how long they last
 * @param look how often the cluster is looked at
 */
public record SelfIssue(List<SubjectName> names, RotationTerms terms, Duration look) {
  /** Soon enough for a Secret that was deleted, and two small reads for the API server. */
  public static final Duration LOOK = Duration.ofSeconds(10);

  public SelfIssue {
    names = List.copyOf(names);
    requireNonNull(terms);
    requireNonNull(look);
  }
}
