package io.ebbgate.core.drain;

import io.ebbgate.core.config.HostPort;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One listener from {@code /listeners} and {@code /config_dump}, defaults filled in.
 *
 * @param name the listener's name, or its address where it has none
 * @param address what its statistics are named after: {@code 0.0.0.0:8080}; the stat prefix wins
 * @param bound where it listens, its own address first and then {@code additional_addresses}; none
 *     for a pipe or an internal listener
 * @param statName the middle of {@code listener.<statName>.downstream_cx_active}
 * @param protocol from the filter chains
 * @param direction {@code traffic_direction}
 * @param modifyOnly {@code drain_type: MODIFY_ONLY}: {@code /healthcheck/fail} does not reach its
 *     clients
 * @param httpPrefixes stat prefixes of its HTTP connection managers
 * @param timeouts of each of its filter chains
 */
public record ListenerFacts(
    String name,
    String address,
    List<HostPort> bound,
    String statName,
    Protocol protocol,
    Direction direction,
    boolean modifyOnly,
    Set<String> httpPrefixes,
    Set<Timeouts> timeouts) {
  /** What runs on a listener. */
  public enum Protocol {
    HTTP,
    /** HTTP over QUIC: its connections share a UDP socket. */
    HTTP3,
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

  /**
   * Timeouts of one filter chain.
   *
   * @param drain {@code drain_timeout}, from the first notice to the final one
   * @param delayedClose {@code delayed_close_timeout}, what a client has to close by itself
   * @param idle {@code idle_timeout}, after which Envoy closes an idle connection by itself
   */
  public record Timeouts(Duration drain, Duration delayedClose, Duration idle) {
    /** Envoy's defaults. */
    public static final Timeouts DEFAULT =
        new Timeouts(DEFAULT_DRAIN_TIMEOUT, DEFAULT_DELAYED_CLOSE, DEFAULT_IDLE_TIMEOUT);

    /** What its clients need from the notice to their close. */
    Duration notice() {
      return drain.plus(delayedClose);
    }
  }

  /** Envoy's default for {@code drain_timeout}. */
  public static final Duration DEFAULT_DRAIN_TIMEOUT = Duration.ofSeconds(5);

  /** Envoy's default for {@code delayed_close_timeout}. */
  public static final Duration DEFAULT_DELAYED_CLOSE = Duration.ofSeconds(1);

  /** Envoy's default for {@code idle_timeout}. */
  public static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofHours(1);

  public ListenerFacts {
    bound = List.copyOf(bound);
    httpPrefixes = Set.copyOf(httpPrefixes);
    timeouts = timeouts.isEmpty() ? Set.of(Timeouts.DEFAULT) : Set.copyOf(timeouts);
  }

  /** A listener of one address whose filter chains have the same timeouts; port 0 is none. */
  public ListenerFacts(
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
    this(
        name,
        address,
        port == 0
            ? List.of()
            : List.of(
                new HostPort(HostPort.parse(address).map(HostPort::host).orElse("0.0.0.0"), port)),
        statName,
        protocol,
        direction,
        modifyOnly,
        httpPrefixes,
        Set.of(new Timeouts(drainTimeout, delayedCloseTimeout, DEFAULT_IDLE_TIMEOUT)));
  }

  /** Whether all its connections are HTTP. */
  public boolean isHttp() {
    return protocol == Protocol.HTTP || protocol == Protocol.HTTP3;
  }

  /** The port of its own address; 0 where there is none (pipe, internal). */
  public int port() {
    return bound.isEmpty() ? 0 : bound.getFirst().port();
  }

  /** The ports of all its addresses. */
  public Set<Integer> ports() {
    return bound.stream().map(HostPort::port).collect(Collectors.toUnmodifiableSet());
  }

  /** The longest {@code drain_timeout} of a filter chain. */
  public Duration drainTimeout() {
    return longest(Timeouts::drain);
  }

  /** The longest {@code delayed_close_timeout} of a filter chain. */
  public Duration delayedCloseTimeout() {
    return longest(Timeouts::delayedClose);
  }

  /** The longest {@code idle_timeout} of a filter chain. */
  public Duration idleTimeout() {
    return longest(Timeouts::idle);
  }

  /** What clients need from the notice to their close, on the chain that gives them most. */
  Duration notice() {
    return longest(Timeouts::notice);
  }

  private Duration longest(Function<Timeouts, Duration> which) {
    return timeouts.stream()
        .map(which)
        .max(Duration::compareTo)
        .orElseGet(() -> which.apply(Timeouts.DEFAULT));
  }

  /**
   * This listener where only its statistics could be read again: its filter chains may be others
   * now, so that HTTP is what is counted under these prefixes or {@code more}, and no other.
   */
  ListenerFacts doubtful(Set<String> more) {
    return new ListenerFacts(
        name,
        address,
        bound,
        statName,
        isHttp() ? Protocol.MIXED : protocol,
        direction,
        modifyOnly,
        Stream.concat(httpPrefixes.stream(), more.stream()).collect(Collectors.toSet()),
        timeouts);
  }
}
