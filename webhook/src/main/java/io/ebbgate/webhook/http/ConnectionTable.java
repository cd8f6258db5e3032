package io.ebbgate.webhook.http;

import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;

import io.ebbgate.core.lifecycle.Ticker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The open connections of a port, counted from the accept on, before TLS. Where a new one exceeds a
 * limit, another is closed for it: the one that has been idle longest, and one that was never
 * answered a review before any that was, since those are the API server's. A connection with a
 * review in progress is never closed; where there are no others, the new one is refused.
 *
 * <p>Thread-safe. An accept costs at most one pass over the open connections.
 */
final class ConnectionTable {
  /** Why the server closes a connection that its client did not end. */
  enum CloseCause {
    /** Too many with TLS not established yet. */
    HANDSHAKES,
    /** Too many of one address. */
    SOURCE,
    /** Too many at all. */
    TOTAL,
    /** Its next request did not arrive in time. */
    TIMEOUT;

    /** The metric's label, {@code handshakes}. */
    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * How many connections may be open.
   *
   * @param total of all clients
   * @param perSource of one address
   * @param handshakes with TLS not established yet
   */
  record Limits(int total, int perSource, int handshakes) {
    Limits {
      if (handshakes < 1 || perSource < 1 || total < perSource) {
        throw new IllegalArgumentException("limits of %s".formatted(this));
      }
    }
  }

  private enum Stage {
    HANDSHAKE,
    IDLE,
    REVIEW
  }

  private final Map<InetSocketAddress, Connection> open = new HashMap<>();
  private final Map<InetAddress, Integer> bySource = new HashMap<>();
  private final Limits limits;
  private final Ticker ticker;
  private final Consumer<CloseCause> closures;
  private int handshakes;

  ConnectionTable(Limits limits, Ticker ticker, Consumer<CloseCause> closures) {
    this.limits = limits;
    this.ticker = ticker;
    this.closures = closures;
  }

  /** One that was accepted and has not ended. */
  final class Connection {
    private final InetSocketAddress client;
    private final InetAddress source;
    private final Runnable close;
    private Stage stage = Stage.HANDSHAKE;
    private boolean hadReview;
    private long idleSince = ticker.nanos();

    private Connection(InetSocketAddress client, Runnable close) {
      this.client = client;
      this.source = client.getAddress();
      this.close = requireNonNull(close);
    }
  }

  /**
   * A client has connected.
   *
   * @param close ends the connection; is called without a lock
   * @return the connection, if it may stay; if not, it is not counted and the caller ends it
   */
  Optional<Connection> accepted(InetSocketAddress client, Runnable close) {
    Optional<Connection> victim;
    Connection connection;
    synchronized (this) {
      Optional<CloseCause> cause = exceededBy(client.getAddress());
      victim = cause.flatMap(each -> victim(each, client.getAddress()));
      cause.ifPresent(closures);
      if (cause.isPresent() && victim.isEmpty()) {
        return Optional.empty();
      }
      victim.ifPresent(this::closed);
      connection = counted(client, close);
    }
    victim.ifPresent(each -> each.close.run());
    return Optional.of(connection);
  }

  private Optional<CloseCause> exceededBy(InetAddress source) {
    if (bySource.getOrDefault(source, 0) >= limits.perSource) {
      return Optional.of(CloseCause.SOURCE);
    }
    if (handshakes >= limits.handshakes) {
      return Optional.of(CloseCause.HANDSHAKES);
    }
    return open.size() >= limits.total ? Optional.of(CloseCause.TOTAL) : Optional.empty();
  }

  private Optional<Connection> victim(CloseCause cause, InetAddress source) {
    return switch (cause) {
      case SOURCE -> longestIdle(each -> each.source.equals(source));
      case HANDSHAKES -> anyHandshake();
      case TOTAL -> longestIdle(_ -> true);
      case TIMEOUT -> Optional.empty();
    };
  }

  private Optional<Connection> longestIdle(Predicate<Connection> among) {
    return open.values().stream()
        .filter(each -> each.stage != Stage.REVIEW)
        .filter(among)
        .min(
            comparing((Connection each) -> each.hadReview)
                .thenComparing(each -> each.idleSince, oldest()));
  }

  /**
   * Any of the address with the most handshakes, so that one client can't crowd out the others. Not
   * the oldest: when they arrive faster than they can be done, none would ever get to its end.
   */
  private Optional<Connection> anyHandshake() {
    Map<InetAddress, List<Connection>> pending = new HashMap<>();
    int most = 0;
    for (Connection each : open.values()) {
      if (each.stage == Stage.HANDSHAKE) {
        List<Connection> ofSource = pending.computeIfAbsent(each.source, _ -> new ArrayList<>());
        ofSource.add(each);
        most = Math.max(most, ofSource.size());
      }
    }
    int size = most;
    List<Connection> candidates =
        pending.values().stream()
            .filter(each -> each.size() == size)
            .flatMap(List::stream)
            .toList();
    return candidates.isEmpty()
        ? Optional.empty()
        : Optional.of(candidates.get(ThreadLocalRandom.current().nextInt(candidates.size())));
  }

  /** Monotonic times may wrap: only their differences are ordered. */
  private static Comparator<Long> oldest() {
    return (one, other) -> Long.signum(one - other);
  }

  private Connection counted(InetSocketAddress client, Runnable close) {
    Connection connection = new Connection(client, close);
    // The same address and port again: the one before has ended.
    Optional.ofNullable(open.put(client, connection)).ifPresent(this::uncount);
    bySource.merge(connection.source, 1, Integer::sum);
    handshakes++;
    return connection;
  }

  private void uncount(Connection connection) {
    bySource.merge(connection.source, -1, (many, less) -> many + less == 0 ? null : many + less);
    if (connection.stage == Stage.HANDSHAKE) {
      handshakes--;
    }
  }

  /** TLS is established. */
  synchronized void established(InetSocketAddress client) {
    become(client, Stage.IDLE);
  }

  /** A review has been received completely. */
  synchronized void reviewing(InetSocketAddress client) {
    become(client, Stage.REVIEW);
  }

  /** A request was answered; {@code review} if it was one. */
  synchronized void answered(InetSocketAddress client, boolean review) {
    become(client, Stage.IDLE).ifPresent(connection -> connection.hadReview |= review);
  }

  private Optional<Connection> become(InetSocketAddress client, Stage stage) {
    Optional<Connection> connection = Optional.ofNullable(open.get(client));
    connection.ifPresent(each -> {
      if (each.stage == Stage.HANDSHAKE) {
        handshakes--;
      }
      each.stage = stage;
      each.idleSince = ticker.nanos();
    });
    return connection;
  }

  /** The connection has ended, or is about to. */
  synchronized void closed(Connection connection) {
    if (open.remove(connection.client, connection)) {
      uncount(connection);
    }
  }

  /** Counts a connection that timed out; its end follows. */
  void timedOut() {
    closures.accept(CloseCause.TIMEOUT);
  }

  synchronized int size() {
    return open.size();
  }
}
