package io.ebbgate.core.drain;

import java.time.Duration;
import java.util.Set;

/**
 * One listener from {@code /listeners} and {@code /config_dump}, defaults filled in.
 *
 * @param name the listener's name, or its address where it has none
 * @param address what its statistics are named after: {@code 0.0.0.0:8080}; the stat prefix wins
 * @param port the bound port; 0 where there is none (pipe, internal)
 * @param statName the middle of {@code listener.<statName>.downstream_cx_active}
 * @param protocol from the filter chains
 * @param direction {@code traffic_direction}
 * @param modifyOnly {@code drain_type: MODIFY_ONLY}: {@code /healthcheck/fail} does not reach its
 *     clients
 * @param httpPrefixes stat prefixes of its HTTP connection managers
 * @param drainTimeout the longest {@code drain_timeout} of its connection managers, default 5 s
 * @param delayedCloseTimeout the longest {@code delayed_close_timeout}, default 1 s
 */
public record ListenerFacts(
    String name,
    String address,
    int port,
    String statName,
    Protocol protocol,
    Direction direction,
    boolean modifyOnly,
    Set<String> httpPrefixes,
    Duration drainTimeout,
    Duration delayedCloseTimeout) {
  /** What runs on a listener. */
  public enum Protocol {
    HTTP,
    TCP,
    MIXED,
    UDP,
    INTERNAL
  }

  /** {@code traffic_direction}; unset is unspecified. */
  public enum Direction {
    UNSPECIFIED,
    INBOUND,
    OUTBOUND
  }

  /** Envoy's default for {@code drain_timeout}. */
  public static final Duration DEFAULT_DRAIN_TIMEOUT = Duration.ofSeconds(5);

  /** Envoy's default for {@code delayed_close_timeout}. */
  public static final Duration DEFAULT_DELAYED_CLOSE = Duration.ofSeconds(1);

  public ListenerFacts {
    httpPrefixes = Set.copyOf(httpPrefixes);
  }
}
