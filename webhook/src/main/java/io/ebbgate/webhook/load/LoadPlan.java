package io.ebbgate.webhook.load;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The clients of a run and their rates. The schedule is fixed: a slow server slows no client down.
 *
 * @param session how long a session lasts before its client ends it
 */
public record LoadPlan(List<ClientGroup> groups, Duration session) {
  /** The least rate that includes every kind of client. */
  public static final int LEAST_RATE = 50;

  private static final Duration DEFAULT_SESSION = Duration.ofSeconds(4);

  /** Clients of a kind that holds sessions. */
  public static final int SESSIONS = 8;

  /** In which sessions without an end are opened, one after the other. */
  private static final Duration FIRST_SESSIONS = Duration.ofSeconds(10);

  private static final Set<Kind> HTTP =
      Set.of(Kind.KEEP_ALIVE, Kind.NEW_CONNECTION, Kind.IDLE, Kind.SLOW, Kind.HTTP2);

  public LoadPlan {
    groups = List.copyOf(groups);
    if (!session.isPositive()) {
      throw new IllegalArgumentException("sessions of " + session);
    }
  }

  /**
   * The five kinds of plain HTTP requests, about {@code perSecond} requests a second together, at
   * least {@link #LEAST_RATE}.
   */
  public static LoadPlan mixed(int perSecond) {
    return of(perSecond, HTTP);
  }

  /** All usual kinds, for a gateway with TLS and TCP as well. */
  public static LoadPlan everything(int perSecond) {
    return of(perSecond, Kind.usual());
  }

  /**
   * Only these kinds. Idle and slow clients, sessions and long work have a rate of their own; the
   * quick ones of these share the rest of {@code perSecond}.
   */
  public static LoadPlan of(int perSecond, Set<Kind> kinds) {
    if (perSecond < LEAST_RATE) {
      throw new IllegalArgumentException(perSecond + " requests a second");
    }
    List<ClientGroup> fixed = kinds.stream().sorted().flatMap(LoadPlan::fixed).toList();
    double rest = perSecond - fixed.stream().mapToDouble(ClientGroup::perSecond).sum();
    double shares = kinds.stream().mapToInt(LoadPlan::share).sum();
    Stream<ClientGroup> rated =
        kinds.stream()
            .sorted()
            .filter(kind -> share(kind) > 0)
            .map(kind -> ClientGroup.of(kind, rest * (share(kind) / shares), eachPerSecond(kind)));
    return new LoadPlan(Stream.concat(rated, fixed.stream()).toList(), DEFAULT_SESSION);
  }

  /** Requests and sessions a second of all clients. */
  public double perSecond() {
    return groups.stream().mapToDouble(ClientGroup::perSecond).sum();
  }

  /** How many clients there are. */
  public int clients() {
    return groups.stream().mapToInt(ClientGroup::clients).sum();
  }

  /** The same without one kind. */
  public LoadPlan without(Kind kind) {
    return new LoadPlan(groups.stream().filter(group -> group.kind() != kind).toList(), session);
  }

  /** The same with sessions of another length, of as many clients. */
  public LoadPlan sessions(Duration length) {
    return new LoadPlan(groups.stream().map(group -> group.sessions(length)).toList(), length);
  }

  /** The same with that many clients that hold WebSockets. */
  public LoadPlan webSockets(int clients) {
    return new LoadPlan(
        groups.stream()
            .map(group ->
                group.kind() == Kind.WEBSOCKET
                    ? new ClientGroup(group.kind(), clients, group.interval())
                    : group)
            .toList(),
        session);
  }

  private static Stream<ClientGroup> fixed(Kind kind) {
    return switch (kind) {
      case IDLE -> Stream.of(new ClientGroup(kind, 24, Duration.ofMillis(2_500)));
      case SLOW -> Stream.of(new ClientGroup(kind, 12, Duration.ofSeconds(4)));
      case WEBSOCKET, TCP ->
          Stream.of(new ClientGroup(kind, SESSIONS, DEFAULT_SESSION).sessions(DEFAULT_SESSION));
      case LONG_ANSWER -> Stream.of(new ClientGroup(kind, 20, Duration.ofSeconds(21)));
      case GRPC -> Stream.of(new ClientGroup(kind, 5, Duration.ofSeconds(5)));
      case DATABASE -> Stream.of(new ClientGroup(kind, 8, FIRST_SESSIONS));
      case DATABASE_IDLE -> Stream.of(new ClientGroup(kind, 12, FIRST_SESSIONS));
      case HEALTH_CHECK -> Stream.of(new ClientGroup(kind, 2, Duration.ofSeconds(5)));
      case KEEP_ALIVE, NEW_CONNECTION, HTTP2, TLS -> Stream.empty();
    };
  }

  private static int share(Kind kind) {
    return switch (kind) {
      case KEEP_ALIVE -> 4;
      case NEW_CONNECTION, HTTP2 -> 3;
      case TLS -> 2;
      case IDLE, SLOW, WEBSOCKET, TCP, LONG_ANSWER, GRPC, DATABASE, DATABASE_IDLE, HEALTH_CHECK ->
          0;
    };
  }

  private static double eachPerSecond(Kind kind) {
    return switch (kind) {
      case NEW_CONNECTION -> 5;
      case HTTP2 -> 25;
      case KEEP_ALIVE,
          TLS,
          IDLE,
          SLOW,
          WEBSOCKET,
          TCP,
          LONG_ANSWER,
          GRPC,
          DATABASE,
          DATABASE_IDLE,
          HEALTH_CHECK ->
          10;
    };
  }
}
