package io.ebbgate.webhook;

import static java.util.Objects.requireNonNull;

import io.ebbgate.certs.issue.InvalidCertificateException;
import io.ebbgate.certs.issue.SubjectName;
import io.ebbgate.certs.rotation.RotationTerms;
import io.ebbgate.core.config.DurationText;
import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.contract.WebhookEnv;
import io.ebbgate.webhook.tls.CertificateFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * TLS of the admission port.
 *
 * @param clientCa the file of the CAs whose certificates clients need; empty if they need none
 */
record TlsConfig(Source source, Optional<Path> clientCa) {
  /** Of a certificate. */
  private static final Duration LONGEST_LIFE = Duration.ofDays(3650);

  /** Of a certificate; a shorter one could expire before every API server trusts it. */
  private static final Duration SHORTEST_LIFE = Duration.ofMinutes(1);

  TlsConfig {
    requireNonNull(source);
    requireNonNull(clientCa);
  }

  /** Where the server's certificate comes from. */
  sealed interface Source {}

  /** From files that another program writes. */
  record Files(CertificateFiles files) implements Source {
    public Files {
      requireNonNull(files);
    }
  }

  /** Issued by the webhook's own CA, which is stored in a Secret. */
  record Self(String secret, List<SubjectName> names, RotationTerms terms) implements Source {
    public Self {
      requireNonNull(secret);
      names = List.copyOf(names);
      requireNonNull(terms);
    }
  }

  /** Reads it; the reader keeps the mistakes. */
  static TlsConfig read(SettingReader reader) {
    boolean self =
        reader.value(
            WebhookEnv.TLS_MODE,
            "files",
            "self or files",
            text ->
                switch (text) {
                  case "self" -> Optional.of(true);
                  case "files" -> Optional.of(false);
                  default -> Optional.empty();
                });
    return new TlsConfig(
        self ? self(reader) : files(reader), ConfigText.fileOrNone(reader, WebhookEnv.CLIENT_CA));
  }

  private static Source files(SettingReader reader) {
    return new Files(
        new CertificateFiles(
            ConfigText.file(reader, WebhookEnv.TLS_CERT),
            ConfigText.file(reader, WebhookEnv.TLS_KEY)));
  }

  private static Source self(SettingReader reader) {
    String secret = ConfigText.name(reader, WebhookEnv.TLS_SECRET);
    String allowed = "host names separated by commas, such as ebbgate.edge.svc";
    var _ = reader.required(WebhookEnv.TLS_NAMES, allowed, "none");
    List<SubjectName> names = reader.value(WebhookEnv.TLS_NAMES, "none", allowed, TlsConfig::names);
    return new Self(secret, names, terms(reader));
  }

  private static Optional<List<SubjectName>> names(String text) {
    try {
      return Optional.of(
          Arrays.stream(text.split(",", -1)).map(String::strip).map(SubjectName::parse).toList());
    } catch (InvalidCertificateException notAName) {
      return Optional.empty();
    }
  }

  private static Duration life(SettingReader reader, String name, String fallback) {
    String allowed = "a duration such as 8760h, 24h or 30m, from a minute to ten years";
    return reader.value(
        name,
        fallback,
        allowed,
        text ->
            DurationText.parse(text, LONGEST_LIFE)
                .filter(life -> life.compareTo(SHORTEST_LIFE) >= 0));
  }

  private static RotationTerms terms(SettingReader reader) {
    Duration ca = life(reader, WebhookEnv.TLS_CA_LIFETIME, "8760h");
    Duration leaf = life(reader, WebhookEnv.TLS_LEAF_LIFETIME, "168h");
    Duration caPropagation = reader.duration(WebhookEnv.TLS_CA_PROPAGATION, "2m");
    try {
      return RotationTerms.twoThirds(ca, leaf, caPropagation);
    } catch (IllegalArgumentException unfit) {
      reader.problem(
          WebhookEnv.TLS_CA_LIFETIME,
          "too short for %s and %s"
              .formatted(WebhookEnv.TLS_LEAF_LIFETIME, WebhookEnv.TLS_CA_PROPAGATION),
          "more than three times both together");
      return RotationTerms.DEFAULT;
    }
  }
}
