package io.ebbgate.sidecar.envoy;

import io.ebbgate.core.drain.ListenerCounts;
import io.ebbgate.core.drain.ListenerFacts;
import io.ebbgate.core.drain.Plan;
import io.ebbgate.core.drain.Reading;
import io.ebbgate.core.drain.Statistic;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.sidecar.envoy.StatFilter.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The poll of a plan: asks for the statistics of the counted listeners by name and nothing else, so
 * that the copies Envoy keeps per worker, its admin listener and its own metrics never count.
 *
 * <p>They are all there, with zeros, before the first connection (tried on 1.40.0); so one that is
 * missing is unknown, for example left out by {@code stats_matcher}, and never zero.
 */
public final class StatPoll {
  private static final String OF_ADMIN =
      "what Envoy's admin interface serves is counted under the same name";

  private final Plan plan;

  /** Versions of one listener share their statistics: each name counts once. */
  private final Map<String, List<ListenerFacts>> listeners;

  private final Set<String> prefixes;
  private final Set<String> shared;
  private final Set<String> foreign;
  private final Map<Kind, List<AdminCall<Stats>>> calls = new EnumMap<>(Kind.class);

  /** The poll of this plan's contexts. */
  public StatPoll(Plan plan) {
    this.plan = plan;
    this.listeners =
        plan.contexts().stream().collect(Collectors.groupingBy(ListenerFacts::statName));
    this.prefixes = prefixes(plan.contexts());
    this.shared = plan.sharedPrefixes();
    this.foreign = plan.foreignPrefixes();
    Set<String> names = new HashSet<>();
    for (String listener : listeners.keySet()) {
      names.add(Statistic.LISTENER_CONNECTIONS.of(listener));
      names.add(Statistic.LISTENER_ACCEPTED.of(listener));
      foreign.forEach(prefix -> names.add(completed(listener, prefix)));
    }
    for (String prefix : prefixes) {
      names.add(Statistic.HTTP_CONNECTIONS.of(prefix));
      names.add(Statistic.HTTP_REQUESTS.of(prefix));
      names.add(Statistic.HTTP_REQUESTS_BEGUN.of(prefix));
    }
    for (Kind kind : Kind.values()) {
      calls.put(
          kind,
          kind.queries(listeners.keySet(), prefixes, foreign).stream()
              .map(query -> Stats.call(query, wanted(names)))
              .toList());
    }
  }

  private static Predicate<String> wanted(Set<String> names) {
    return name -> names.contains(name) || Stats.isOfChanges(name);
  }

  /** The calls for one kind: one, or more where there are very many listeners. */
  List<AdminCall<Stats>> calls(Kind kind) {
    return calls.getOrDefault(kind, List.of());
  }

  /** Polls once; each call may take what is {@code left} at that time. */
  public AdminResult<Reading> ask(EnvoyAdmin admin, Supplier<Duration> left) {
    return switch (ask(Kind.GAUGES, admin, left)) {
      case AdminResult.Answered<Stats>(Stats gauges) -> counted(gauges, admin, left);
      case AdminResult.Status<Stats>(int code) -> new AdminResult.Status<>(code);
      case AdminResult.ConnectionRefused<Stats> _ -> new AdminResult.ConnectionRefused<>();
      case AdminResult.TimedOut<Stats> _ -> new AdminResult.TimedOut<>();
      case AdminResult.Broken<Stats>(String cause) -> new AdminResult.Broken<>(cause);
    };
  }

  /**
   * Counters after the gauges: what begins between the two is seen at least in the counters. They
   * cost more, so gauges without them are an answer too.
   */
  private AdminResult<Reading> counted(Stats gauges, EnvoyAdmin admin, Supplier<Duration> left) {
    return switch (ask(Kind.COUNTERS, admin, left)) {
      case AdminResult.Answered<Stats>(Stats counters) ->
          new AdminResult.Answered<>(reading(gauges.and(counters)));
      case AdminResult.ConnectionRefused<Stats> _ -> new AdminResult.ConnectionRefused<>();
      case AdminResult<Stats> _ -> new AdminResult.Answered<>(reading(gauges));
    };
  }

  private AdminResult<Stats> ask(Kind kind, EnvoyAdmin admin, Supplier<Duration> left) {
    Stats all = new Stats(Map.of());
    for (AdminCall<Stats> call : calls(kind)) {
      switch (admin.call(call.within(left.get()))) {
        case AdminResult.Answered<Stats>(Stats some) -> all = all.and(some);
        case AdminResult<Stats> fault -> {
          return fault;
        }
      }
    }
    return new AdminResult.Answered<>(all);
  }

  /** Reads one answer with both kinds in it. */
  Reading read(InputStream body) throws IOException {
    return reading(calls(Kind.GAUGES).getFirst().reader().read(body));
  }

  private Reading reading(Stats stats) {
    if (!plan.known()) {
      return Reading.unknown("Envoy's listeners could not be read");
    }
    Map<String, ListenerCounts> counts = new HashMap<>();
    for (String name : listeners.keySet()) {
      counts.put(name, new ListenerCounts(connections(stats, name), accepted(stats, name)));
    }
    return new Reading(
        sum(counts.values(), ListenerCounts::open),
        sum(prefixes, prefix -> requests(stats, prefix)),
        listeners.entrySet().stream()
            .map(entry -> raw(stats, entry.getKey(), entry.getValue()))
            .reduce(Count.of(0), Count::plus),
        sum(counts.values(), ListenerCounts::accepted),
        sum(prefixes, prefix -> begun(stats, prefix)),
        stats.changes(),
        Optional.empty(),
        counts);
  }

  private static <T> Count sum(Collection<T> of, Function<T, Count> count) {
    return of.stream().map(count).reduce(Count.of(0), Count::plus);
  }

  /** Open connections of a listener; one of Envoy's admin listener's is this poll. */
  private static Count connections(Stats stats, String listener) {
    Count open = stats.of(Statistic.LISTENER_CONNECTIONS.of(listener));
    return listener.equals(Plan.ADMIN) ? withoutThisPoll(open) : open;
  }

  private static Count accepted(Stats stats, String listener) {
    return listener.equals(Plan.ADMIN)
        ? Count.unknown(OF_ADMIN)
        : stats.of(Statistic.LISTENER_ACCEPTED.of(listener));
  }

  /** Zero where there is but this poll; what else there is may be the admin interface's too. */
  private static Count withoutThisPoll(Count count) {
    return count.atMost(1)
        ? Count.of(0)
        : count instanceof Count.Known ? Count.unknown(OF_ADMIN) : count;
  }

  /**
   * Requests in flight under a prefix. Where a listener has it too that isn't counted, they may be
   * that one's, unless no counted listener of the prefix has a connection.
   */
  private Count requests(Stats stats, String prefix) {
    Count all = stats.of(Statistic.HTTP_REQUESTS.of(prefix));
    Count active = prefix.equals(Plan.ADMIN) ? withoutThisPoll(all) : all;
    if (!foreign.contains(prefix) || active.atMost(0)) {
      return active;
    }
    return sum(users(prefix), name -> connections(stats, name)).atMost(0)
        ? Count.of(0)
        : Count.unknown("a listener that isn't counted has the stat prefix " + prefix + " too");
  }

  /** Requests ever; of a prefix that isn't ours alone those that our listeners have completed. */
  private Count begun(Stats stats, String prefix) {
    return foreign.contains(prefix)
        ? sum(users(prefix), name -> completed(stats, name, prefix))
        : stats.of(Statistic.HTTP_REQUESTS_BEGUN.of(prefix));
  }

  private static Count completed(Stats stats, String listener, String prefix) {
    return listener.equals(Plan.ADMIN) && prefix.equals(Plan.ADMIN)
        ? Count.unknown(OF_ADMIN)
        : stats.of(completed(listener, prefix));
  }

  /** The counted listeners that have this prefix. */
  private Set<String> users(String prefix) {
    return listeners.entrySet().stream()
        .filter(entry -> prefixes(entry.getValue()).contains(prefix))
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Connections of a listener that aren't HTTP, as far as the two can be told apart. */
  private Count raw(Stats stats, String listener, List<ListenerFacts> versions) {
    if (versions.stream().allMatch(ListenerFacts::isHttp)) {
      return Count.of(0);
    }
    long http = 0;
    for (String prefix : prefixes(versions)) {
      if (!shared.contains(prefix)
          && !foreign.contains(prefix)
          && stats.of(Statistic.HTTP_CONNECTIONS.of(prefix)) instanceof Count.Known(long open)) {
        http += open;
      }
    }
    return switch (connections(stats, listener)) {
      case Count.Known(long all) -> Count.of(Math.max(all - http, 0));
      case Count.Unknown unknown -> unknown;
    };
  }

  private static Set<String> prefixes(List<ListenerFacts> contexts) {
    return contexts.stream()
        .flatMap(context -> context.httpPrefixes().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** A listener's own count of a connection manager's requests. */
  private static String completed(String listener, String prefix) {
    return "listener." + listener + ".http." + prefix + ".downstream_rq_completed";
  }

  /** The statistics that Envoy does not keep of the plan's listeners; empty without an answer. */
  public Optional<Set<Statistic>> missing(EnvoyAdmin admin) {
    Stats all = new Stats(Map.of());
    for (Kind kind : Kind.values()) {
      switch (ask(kind, admin, () -> AdminCall.LONGEST)) {
        case AdminResult.Answered<Stats>(Stats some) -> all = all.and(some);
        case AdminResult<Stats> _ -> {
          return Optional.empty();
        }
      }
    }
    Stats stats = all;
    return Optional.of(
        Stream.of(Statistic.values())
            .filter(statistic ->
                middles(statistic).stream().anyMatch(name -> !stats.has(statistic.of(name))))
            .collect(Collectors.toUnmodifiableSet()));
  }

  private Set<String> middles(Statistic statistic) {
    return switch (statistic) {
      case LISTENER_CONNECTIONS, LISTENER_ACCEPTED -> listeners.keySet();
      case HTTP_CONNECTIONS, HTTP_REQUESTS, HTTP_REQUESTS_BEGUN -> prefixes;
    };
  }
}
