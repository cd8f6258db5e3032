package io.ebbgate.webhook.rollout;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.config.HostPort;
import io.ebbgate.webhook.load.Kind;
import io.ebbgate.webhook.load.LoadPlan;
import io.ebbgate.webhook.load.Requests;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The load of a test.
 *
 * @param rate requests a second of all kinds together
 * @param sessions WebSockets that are open at once
 * @param session how long each of them lasts
 * @param paths that are requested, by kind; {@code /} for others
 * @param tls whether clients use TLS
 * @param host that they name; empty for the target's own
 */
public record LoadOptions(
    Set<Kind> kinds,
    int rate,
    int sessions,
    Duration session,
    Map<Kind, String> paths,
    boolean tls,
    Optional<String> host) {
  /** The most requests a second. */
  public static final int MOST_RATE = 2_000;

  /** The most WebSockets. */
  public static final int MOST_SESSIONS = 500;

  /** The longest WebSocket. */
  public static final Duration LONGEST_SESSION = Duration.ofMinutes(5);

  /** How long an answer of long work may take. */
  public static final Duration LONG_LIMIT = Duration.ofMinutes(1);

  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /** What a gateway can be asked for, whatever is behind it. */
  public static final Set<Kind> KINDS =
      Collections.unmodifiableSet(
          EnumSet.of(
              Kind.KEEP_ALIVE,
              Kind.NEW_CONNECTION,
              Kind.IDLE,
              Kind.HTTP2,
              Kind.HEALTH_CHECK,
              Kind.LONG_ANSWER,
              Kind.WEBSOCKET));

  public LoadOptions {
    if (kinds.isEmpty() || !KINDS.containsAll(kinds)) {
      throw new IllegalArgumentException("kinds " + kinds);
    }
    kinds = Collections.unmodifiableSet(EnumSet.copyOf(kinds));
    paths = Map.copyOf(paths);
    requireNonNull(host);
  }

  LoadPlan plan() {
    return LoadPlan.of(rate, kinds).sessions(session).webSockets(sessions);
  }

  /** The longest time until each kind has had its first answer. */
  Duration firstAnswers() {
    return kinds.stream().map(this::firstAnswer).max(Duration::compareTo).orElse(Duration.ZERO);
  }

  private Duration firstAnswer(Kind kind) {
    return switch (kind) {
      case WEBSOCKET -> session.plusSeconds(5);
      case LONG_ANSWER -> LONG_LIMIT;
      case KEEP_ALIVE,
          NEW_CONNECTION,
          IDLE,
          SLOW,
          HTTP2,
          TLS,
          TCP,
          GRPC,
          DATABASE,
          DATABASE_IDLE,
          HEALTH_CHECK ->
          Requests.USUAL_LIMIT;
    };
  }

  /** What clients of that address ask for. */
  Requests requests(HostPort target) {
    boolean usual = target.port() == (tls ? HTTPS : HTTP);
    return new Requests(
        host.orElseGet(() -> usual ? target.host() : target.toString()),
        paths,
        Map.of(Kind.LONG_ANSWER, LONG_LIMIT),
        tls);
  }

  /** {@code keep_alive, idle}. */
  String names() {
    return kinds.stream().sorted().map(Kind::wireName).collect(Collectors.joining(", "));
  }
}
