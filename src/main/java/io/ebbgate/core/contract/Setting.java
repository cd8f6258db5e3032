package io.ebbgate.core.contract;

import java.util.Locale;
import java.util.Optional;

/**
 * A setting of a drain: annotation on the pod, environment in the sidecar, value in the chart.
 * Precedence is pod, namespace, profile, chart.
 */
public enum Setting {
  DRAIN_TIMEOUT("drain-timeout", Kind.DURATION, "60s", "longest hold"),
  MIN_DRAIN(
      "min-drain",
      Kind.DURATION,
      "5s",
      "shortest hold: what endpoints and load balancers need to stop sending"),
  QUIET_PERIOD(
      "quiet-period",
      Kind.DURATION,
      "2s",
      "announcing ends after this long without a new connection"),
  MAX_ANNOUNCE("max-announce", Kind.DURATION, "15s", "longest time of announcing"),
  IDLE_LINGER(
      "idle-linger",
      Kind.DURATION,
      "10s",
      "idle connections are waited for this long after the last request"),
  UNREADY_AFTER("unready-after", Kind.DURATION_OR_AUTO, "auto", "when readiness fails"),
  BACKGROUND_CONNECTIONS(
      "background-connections",
      Kind.RATE,
      "0",
      "new connections a second that are checks, not clients"),
  CLOSE_LISTENERS("close-listeners", Kind.CLOSE, "end", "when Envoy stops accepting"),
  EXIT_CONNECTIONS(
      "exit-connections", Kind.COUNT, "0", "at most this many connections left count as none"),
  MAX_GRACE(
      "max-grace",
      Kind.DURATION_OR_NONE,
      "none",
      "the grace that nodes really grant, where it is less"),
  FORCE_CLOSE("force-close", Kind.FORCE, "off", "what is closed by force when the time is up"),
  SPREAD("spread", Kind.DURATION, "5s", "forced closes are spread over this"),
  GATEWAY_EXIT(
      "gateway-exit",
      Kind.DURATION,
      "1s",
      "between SIGTERM and the gateway's end; a profile may know better"),
  STOP_ORDER(
      "stop-order", Kind.TEXT, "", "other containers of the pod, in the order they may stop");

  /** What a value looks like; {@link #allowed()} says it in words. */
  public enum Kind {
    DURATION("a duration such as 30s, 1m30s or 500ms"),
    DURATION_OR_AUTO("auto, or a duration such as 0s or 30s"),
    DURATION_OR_NONE("none, or a duration such as 15s"),
    CLOSE("never, end, or a duration such as 30s"),
    FORCE("off, tcp or all"),
    COUNT("a whole number from 0"),
    RATE("a number of connections a second from 0, such as 0.5"),
    TEXT("container names and ports such as policy-engine:9002,executor:9003");

    private final String allowed;

    Kind(String allowed) {
      this.allowed = allowed;
    }

    /** What is allowed, as the end of a sentence. */
    public String allowed() {
      return allowed;
    }
  }

  private final String word;
  private final Kind kind;
  private final String fallback;
  private final String meaning;

  Setting(String word, Kind kind, String fallback, String meaning) {
    this.word = word;
    this.kind = kind;
    this.fallback = fallback;
    this.meaning = meaning;
  }

  /** The setting's name, {@code drain-timeout}. */
  public String wireName() {
    return word;
  }

  /** What a value looks like. */
  public Kind kind() {
    return kind;
  }

  /** The default, as text. */
  public String fallback() {
    return fallback;
  }

  /** One line for people. */
  public String meaning() {
    return meaning;
  }

  /** The annotation on a pod or namespace, {@code ebbgate.io/drain-timeout}. */
  public String annotation() {
    return Annotations.PREFIX + word;
  }

  /** The sidecar's environment variable, {@code EBBGATE_DRAIN_TIMEOUT}. */
  public String env() {
    return Env.PREFIX + word.replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** The setting of that name, {@code drain-timeout}. */
  public static Optional<Setting> named(String word) {
    for (Setting setting : values()) {
      if (setting.word.equals(word)) {
        return Optional.of(setting);
      }
    }
    return Optional.empty();
  }
}
