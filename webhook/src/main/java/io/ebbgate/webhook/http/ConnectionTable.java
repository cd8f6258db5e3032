package io.ebbgate.webhook.http;

import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;

import io.ebbgate.core.lifecycle.Ticker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The open connections of a port, counted from the accept on, before TLS. Where a new one exceeds a
 * limit, another is closed for it: the one that has been idle longest, and one that was never
 * answered a review before any that was, since those are the API server's. That holds for as long
 * as the never answered ones are many: any client can send a review, and an API server's new
 * connection must not be the only one that may go. A connection with a review in progress is never
 * closed; where there are no others, the new one is refused.
 *
 * <p>A request that arrives at a connection that is being closed is lost: its client does not send
 * it again. So a connection is closed in two steps, with what has arrived at it read in between,
 * and one that has turned out to be in use stays, and another goes for it.
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
    /** The next request has begun to arrive. */
    RECEIVING,
    REVIEW
  }

  /** Part of a limit that connections without an answered review have before those with one go. */
  private static final int NEW_PART = 4;

  /** More addresses than a cluster has API servers. */
  private static final int MOST_REVIEWED = 64;

  private final Map<InetSocketAddress, Connection> open = new HashMap<>();
  private final Map<InetAddress, Integer> bySource = new HashMap<>();

  /** The addresses that were last answered a review, though it has no connection now. */
  private final Set<InetAddress> reviewed =
      Collections.newSetFromMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<InetAddress, Boolean> eldest) {
              return size() > MOST_REVIEWED;
            }
          });

  private final Limits limits;
  private final Ticker ticker;
  private final Consumer<CloseCause> closures;
  private int size;
  private int handshakes;

  ConnectionTable(Limits limits, Ticker ticker, Consumer<CloseCause> closures) {
    this.limits = limits;
    this.ticker = ticker;
    this.closures = closures;
  }

  /** Ends a connection. */
  @FunctionalInterface
  interface Closer {
    /**
     * Reads what has arrived at the connection, and closes it.
     *
     * @param confirmed asked after the reading; where it is false the connection stays
     */
    void close(BooleanSupplier confirmed);
  }

  /** One that was accepted and has not ended. */
  final class Connection {
    private final InetSocketAddress client;
    private final InetAddress source;
    private final Closer closer;
    private Stage stage = Stage.HANDSHAKE;
    private boolean hadReview;

    /** Bytes of the handshake, or of the request that arrives. */
    private long received;

    /** It is being closed, and no longer counted. */
    private boolean closing;

    private long since = ticker.nanos();

    private Connection(InetSocketAddress client, Closer closer) {
      this.client = client;
      this.source = client.getAddress();
      this.closer = requireNonNull(closer);
    }

    /** Bytes have arrived. */
    void received(int bytes) {
      synchronized (ConnectionTable.this) {
        if (stage == Stage.IDLE) {
          become(this, Stage.RECEIVING);
        }
        received += bytes;
      }
    }

    /** Whether it is to be read before others: it has had a review, and not much is arriving. */
    boolean comesFirst() {
      synchronized (ConnectionTable.this) {
        return hadReview && received < ReviewWorkers.LARGE;
      }
    }

    private boolean mayBeClosed() {
      return !closing && stage != Stage.REVIEW;
    }

    /** Whether a client that waits for the answer of its review would lose it. */
    private boolean isInUse() {
      return stage == Stage.REVIEW || (hadReview && stage == Stage.RECEIVING);
    }
  }

  /**
   * A client has connected.
   *
   * @param closer is called without a lock
   * @return the connection, if it may stay; if not, it is not counted and the caller ends it
   */
  Optional<Connection> accepted(InetSocketAddress client, Closer closer) {
    Optional<CloseCause> cause;
    Optional<Connection> victim;
    Connection connection;
    synchronized (this) {
      cause = exceededBy(client.getAddress());
      victim = cause.flatMap(each -> chosen(each, client.getAddress()));
      cause.ifPresent(closures);
      if (cause.isPresent() && victim.isEmpty()) {
        return Optional.empty();
      }
      connection = counted(client, closer);
    }
    victim.ifPresent(each -> close(each, cause.orElseThrow()));
    return Optional.of(connection);
  }

  private void close(Connection victim, CloseCause cause) {
    victim.closer.close(() -> isConfirmed(victim, cause));
  }

  /** Where the connection is in use after all, another one is closed. */
  private boolean isConfirmed(Connection victim, CloseCause cause) {
    boolean isHandshake = cause == CloseCause.HANDSHAKES;
    Optional<Connection> other;
    synchronized (this) {
      boolean stays = isHandshake ? victim.stage != Stage.HANDSHAKE : victim.isInUse();
      if (!stays || open.get(victim.client) != victim) {
        return true;
      }
      other = isHandshake ? Optional.empty() : chosen(cause, victim.source);
      victim.closing = false;
      count(victim, 1);
    }
    other.ifPresent(each -> close(each, cause));
    return false;
  }

  private Optional<CloseCause> exceededBy(InetAddress source) {
    if (bySource.getOrDefault(source, 0) >= limits.perSource) {
      return Optional.of(CloseCause.SOURCE);
    }
    if (handshakes >= limits.handshakes) {
      return Optional.of(CloseCause.HANDSHAKES);
    }
    return size >= limits.total ? Optional.of(CloseCause.TOTAL) : Optional.empty();
  }

  /** The connection to be closed, which is no longer counted. */
  private Optional<Connection> chosen(CloseCause cause, InetAddress source) {
    Optional<Connection> victim =
        switch (cause) {
          case SOURCE -> leastUsed(each -> each.source.equals(source), limits.perSource);
          case HANDSHAKES -> anyHandshake();
          case TOTAL -> leastUsed(_ -> true, limits.total);
          case TIMEOUT -> Optional.empty();
        };
    victim.ifPresent(each -> {
      each.closing = true;
      count(each, -1);
    });
    return victim;
  }

  private Optional<Connection> leastUsed(Predicate<Connection> among, int limit) {
    List<Connection> candidates =
        open.values().stream().filter(Connection::mayBeClosed).filter(among).toList();
    long unused = candidates.stream().filter(each -> !each.hadReview).count();
    boolean many = unused > limit / NEW_PART;
    return candidates.stream()
        .min(
            comparing(Connection::isInUse)
                .thenComparing(each -> each.hadReview == many)
                .thenComparing(each -> each.since, oldest()));
  }

  /**
   * Any of the address with the most handshakes, so that one client can't crowd out the others, and
   * of one without an answered review before one with. Not the oldest: when they arrive faster than
   * they can be done, none would ever get to its end.
   */
  private Optional<Connection> anyHandshake() {
    Map<InetAddress, List<Connection>> pending = new HashMap<>();
    for (Connection each : open.values()) {
      if (each.stage == Stage.HANDSHAKE && each.mayBeClosed()) {
        pending.computeIfAbsent(each.source, _ -> new ArrayList<>()).add(each);
      }
    }
    boolean all = reviewed.containsAll(pending.keySet());
    pending.keySet().removeIf(source -> !all && reviewed.contains(source));
    int most = pending.values().stream().mapToInt(List::size).max().orElse(0);
    List<Connection> candidates =
        pending.values().stream()
            .filter(each -> each.size() == most)
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

  private Connection counted(InetSocketAddress client, Closer closer) {
    // The same address and port again: the one before has ended.
    Optional.ofNullable(open.get(client)).ifPresent(this::closed);
    Connection connection = new Connection(client, closer);
    open.put(client, connection);
    count(connection, 1);
    return connection;
  }

  private void count(Connection connection, int more) {
    size += more;
    bySource.merge(connection.source, more, (many, one) -> many + one == 0 ? null : many + one);
    handshakes += connection.stage == Stage.HANDSHAKE ? more : 0;
  }

  /** TLS is established. */
  synchronized void established(InetSocketAddress client) {
    become(client, Stage.IDLE);
  }

  /** A request's headers have been received. */
  synchronized void receiving(InetSocketAddress client) {
    become(client, Stage.RECEIVING);
  }

  /** A review has been received completely. */
  synchronized void reviewing(InetSocketAddress client) {
    become(client, Stage.REVIEW);
  }

  /** A request was answered; {@code review} if it was one. */
  synchronized void answered(InetSocketAddress client, boolean review) {
    become(client, Stage.IDLE)
        .filter(_ -> review)
        .ifPresent(connection -> {
          connection.hadReview = true;
          reviewed.add(connection.source);
        });
  }

  private Optional<Connection> become(InetSocketAddress client, Stage stage) {
    Optional<Connection> connection = Optional.ofNullable(open.get(client));
    connection.ifPresent(each -> become(each, stage));
    return connection;
  }

  private void become(Connection connection, Stage stage) {
    if (connection.stage == Stage.HANDSHAKE && !connection.closing) {
      handshakes--;
    }
    connection.stage = stage;
    connection.since = ticker.nanos();
    if (stage == Stage.IDLE) {
      connection.received = 0;
    }
  }

  /** The connection has ended, or is about to. */
  synchronized void closed(Connection connection) {
    if (open.remove(connection.client, connection) && !connection.closing) {
      count(connection, -1);
    }
  }

  /** Counts a connection that timed out; its end follows. */
  void timedOut() {
    closures.accept(CloseCause.TIMEOUT);
  }

  synchronized int size() {
    return size;
  }

  /** Whether none is left, not even of those that are being closed. */
  synchronized boolean isEmpty() {
    return open.isEmpty();
  }
}
