package io.ebbgate.webhook.tls;

import static java.util.Objects.requireNonNull;

import io.ebbgate.certs.issue.SubjectName;
import io.ebbgate.certs.rotation.RotationTerms;
import java.time.Duration;
import java.util.List;

/**
 * Settings for serving certificates that the webhook issues itself.
 *
 * @param names the host names by which the API server calls the webhook
 * @param terms the lifetimes of CAs and leaves
 * @param interval how often the Secret and the registration are read
 */
public record RotationSettings(List<SubjectName> names, RotationTerms terms, Duration interval) {
  /** Two small reads for the API server; a deleted Secret is noticed this soon. */
  public static final Duration INTERVAL = Duration.ofSeconds(10);

  public RotationSettings {
    names = List.copyOf(names);
    requireNonNull(terms);
    requireNonNull(interval);
  }
}
