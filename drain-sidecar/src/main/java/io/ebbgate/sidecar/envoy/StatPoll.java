package io.ebbgate.sidecar.envoy;

import io.ebbgate.core.drain.ListenerFacts;
import io.ebbgate.core.drain.ListenerFacts.Protocol;
import io.ebbgate.core.drain.Plan;
import io.ebbgate.core.drain.Reading;
import io.ebbgate.core.verdict.Count;
import io.ebbgate.sidecar.envoy.StatFilter.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The poll of a plan: asks for the statistics of the counted listeners by name and nothing else, so
 * that the copies Envoy keeps per worker, its admin listener and its own metrics never count.
 *
 * <p>They are all there, with zeros, before the first connection (tried on 1.40.0); so one that is
 * missing is unknown, for example left out by {@code stats_matcher}, and never zero.
 */
public final class StatPoll {
  private final Plan plan;

  /** Versions of one listener share their statistics: each name counts once. */
  private final Map<String, List<ListenerFacts>> listeners;

  private final Set<String> prefixes;
  private final Map<Kind, List<AdminCall<Stats>>> calls = new EnumMap<>(Kind.class);

  /** The poll of this plan's contexts. */
  public StatPoll(Plan plan) {
    this.plan = plan;
    this.listeners =
        plan.contexts().stream().collect(Collectors.groupingBy(ListenerFacts::statName));
    this.prefixes = prefixes(plan.contexts());
    Set<String> names = new HashSet<>();
    for (String listener : listeners.keySet()) {
      names.add(ofListener(listener, "cx_active"));
      names.add(ofListener(listener, "cx_total"));
    }
    for (String prefix : prefixes) {
      names.add(ofHttp(prefix, "cx_active"));
      names.add(ofHttp(prefix, "rq_active"));
      names.add(ofHttp(prefix, "rq_total"));
    }
    for (Kind kind : Kind.values()) {
      calls.put(
          kind,
          kind.queries(listeners.keySet(), prefixes).stream()
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
    return new Reading(
        stats.sum(listeners.keySet().stream().map(name -> ofListener(name, "cx_active"))),
        stats.sum(prefixes.stream().map(name -> ofHttp(name, "rq_active"))),
        listeners.entrySet().stream()
            .map(entry -> raw(stats, entry.getKey(), entry.getValue()))
            .reduce(Count.of(0), Count::plus),
        stats.sum(listeners.keySet().stream().map(name -> ofListener(name, "cx_total"))),
        stats.sum(prefixes.stream().map(name -> ofHttp(name, "rq_total"))),
        stats.changes());
  }

  /** Connections of a listener that aren't HTTP, as far as the two can be told apart. */
  private Count raw(Stats stats, String listener, List<ListenerFacts> versions) {
    if (versions.stream().allMatch(version -> version.protocol() == Protocol.HTTP)) {
      return Count.of(0);
    }
    long http = 0;
    for (String prefix : prefixes(versions)) {
      if (!plan.sharedPrefixes().contains(prefix)
          && stats.of(ofHttp(prefix, "cx_active")) instanceof Count.Known(long open)) {
        http += open;
      }
    }
    return switch (stats.of(ofListener(listener, "cx_active"))) {
      case Count.Known(long all) -> Count.of(Math.max(all - http, 0));
      case Count.Unknown unknown -> unknown;
    };
  }

  private static Set<String> prefixes(List<ListenerFacts> contexts) {
    return contexts.stream()
        .flatMap(context -> context.httpPrefixes().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** A listener's statistic, such as {@code cx_active}. */
  private static String ofListener(String listener, String statistic) {
    return "listener." + listener + ".downstream_" + statistic;
  }

  /** A connection manager's statistic, such as {@code rq_active}. */
  private static String ofHttp(String prefix, String statistic) {
    return "http." + prefix + ".downstream_" + statistic;
  }
}
