package io.ebbgate.core.contract;

import io.ebbgate.core.config.SettingType;
import java.util.Locale;
import java.util.Optional;

/**
 * A setting of a drain: annotation on the pod or its namespace, environment in the sidecar, value
 * in the chart. Precedence is pod, namespace, profile, chart.
 */
public enum Setting {
  DRAIN_TIMEOUT(
      "drain-timeout", SettingType.DURATION, "60s", "at most this long the hook holds the pod"),
  MIN_DRAIN(
      "min-drain",
      SettingType.DURATION,
      "5s",
      "at least this long the hook holds the pod, for endpoints and load balancers to react"),
  QUIET_PERIOD(
      "quiet-period",
      SettingType.DURATION,
      "2s",
      "how long without new connections until announcing ends"),
  MAX_ANNOUNCE("max-announce", SettingType.DURATION, "15s", "how long announcing takes at most"),
  HOLD_UNTIL(
      "hold-until",
      SettingType.HOLD_UNTIL,
      "none",
      "where to hear that the load balancer has let go of the pod, before which announcing does not"
          + " end"),
  IDLE_LINGER(
      "idle-linger",
      SettingType.DURATION,
      "10s",
      "how long to wait for idle connections after the last request"),
  UNREADY_AFTER("unready-after", SettingType.DURATION_OR_AUTO, "auto", "when readiness fails"),
  BACKGROUND_CONNECTIONS(
      "background-connections",
      SettingType.RATE,
      "0",
      "new connections a second that are health checks, not clients"),
  CLOSE_LISTENERS("close-listeners", SettingType.CLOSE, "end", "when Envoy closes its listeners"),
  EXIT_CONNECTIONS(
      "exit-connections",
      SettingType.COUNT,
      "0",
      "at most this many open connections count as drained"),
  MAX_GRACE(
      "max-grace",
      SettingType.DURATION_OR_NONE,
      "none",
      "the grace period that nodes grant at most"),
  FORCE_CLOSE(
      "force-close",
      SettingType.FORCE,
      "off",
      "which connections are force-closed when the time is up"),
  SPREAD("spread", SettingType.DURATION, "5s", "how long forced closes are spread over"),
  GATEWAY_EXIT(
      "gateway-exit",
      SettingType.DURATION,
      "1s",
      "how long the gateway takes from SIGTERM to its end, if its profile has no value"),
  STOP_ORDER(
      "stop-order",
      SettingType.STOP_ORDER,
      "",
      "the pod's other containers, in the order in which they may stop");

  private final String word;

  /** A text and a pure function, both without state. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final SettingType<?> kind;

  private final String fallback;
  private final String meaning;

  Setting(String word, SettingType<?> kind, String fallback, String meaning) {
    this.word = word;
    this.kind = kind;
    this.fallback = fallback;
    this.meaning = meaning;
  }

  /** The setting's name, {@code drain-timeout}. */
  public String wireName() {
    return word;
  }

  /** What a value looks like, and its parser. */
  public SettingType<?> kind() {
    return kind;
  }

  /** The default, as text. */
  public String fallback() {
    return fallback;
  }

  /** Whether a text is a value of this setting. */
  public boolean accepts(String text) {
    return kind.parse(text).isPresent();
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
