package io.ebbgate.webhook.load;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.config.TextCursor;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SNIHostName;

/**
 * What clients ask a gateway for, and how.
 *
 * @param host that they name, in TLS too
 * @param paths by kind; {@code /} for others
 * @param limits of an answer by kind; ten seconds for others
 * @param tls whether all of them use TLS
 */
public record Requests(
    String host, Map<Kind, String> paths, Map<Kind, Duration> limits, boolean tls) {
  /** How long an answer may take. */
  public static final Duration USUAL_LIMIT = Duration.ofSeconds(10);

  private static final Requests OWN =
      new Requests(
          "gateway",
          Map.of(
              Kind.SLOW, "/?" + Kind.DELAY + "=3s",
              Kind.LONG_ANSWER, "/?" + Kind.SILENCE + "=20s",
              Kind.GRPC, Kind.GRPC_PATH + "?" + Kind.DELAY + "=40s"),
          Map.of(
              Kind.LONG_ANSWER, Duration.ofSeconds(20).plus(USUAL_LIMIT),
              Kind.GRPC, Duration.ofSeconds(40).plus(USUAL_LIMIT)),
          false);

  public Requests {
    requireNonNull(host);
    if (host.isEmpty()) {
      throw new IllegalArgumentException("no host");
    }
    paths = Map.copyOf(paths);
    limits = Map.copyOf(limits);
  }

  /** What this project's own backends answer. */
  public static Requests own() {
    return OWN;
  }

  /** What is requested. */
  public String path(Kind kind) {
    return paths.getOrDefault(kind, "/");
  }

  /** How long an answer may take. */
  public Duration limit(Kind kind) {
    return limits.getOrDefault(kind, USUAL_LIMIT);
  }

  /** The host as TLS names it, without its port and a dot at the end; it takes no address. */
  Optional<String> serverName() {
    return serverName(host);
  }

  /** Whether TLS can name the host, or it is an address, which TLS does not name. */
  public static boolean isServerName(String host) {
    try {
      var _ = serverName(host).map(SNIHostName::new);
      return true;
    } catch (IllegalArgumentException notAName) {
      return false;
    }
  }

  private static Optional<String> serverName(String host) {
    int colon = host.lastIndexOf(':');
    String name = colon < 0 ? host : host.substring(0, colon);
    boolean address =
        name.isEmpty()
            || name.indexOf(':') >= 0
            || name.chars().allMatch(each -> each == '.' || TextCursor.isDigit((char) each));
    return address
        ? Optional.empty()
        : Optional.of(name.endsWith(".") ? name.substring(0, name.length() - 1) : name);
  }

  boolean tls(Kind kind) {
    return tls || kind == Kind.TLS;
  }
}
