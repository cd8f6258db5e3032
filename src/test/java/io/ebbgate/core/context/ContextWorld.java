package io.ebbgate.core.context;

import io.ebbgate.core.drain.EnvoyFacts.Strategy;
import io.ebbgate.core.drain.ListenerChanges;
import io.ebbgate.core.drain.ListenerCounts;
import io.ebbgate.core.drain.ListenerFacts;
import io.ebbgate.core.drain.ListenerFacts.Direction;
import io.ebbgate.core.drain.ListenerFacts.Protocol;
import io.ebbgate.core.drain.Reading;
import io.ebbgate.core.verdict.Count;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An Envoy whose listeners change, and the contexts that follow it. */
final class ContextWorld {
  static final Duration DRAIN_TIME = Duration.ofSeconds(10);

  /** A version of a listener with its connections. */
  static final class Version {
    final ListenerVersion active;
    long open;
    long drainsUntil;

    /** Connections that Envoy closed at the end. */
    long cut;

    private Version(ListenerVersion active) {
      this.active = active;
    }

    ListenerVersion.Key key() {
      return active.key();
    }

    private ListenerVersion listed(boolean draining) {
      return new ListenerVersion(
          active.listener(), active.version(), active.updated(), draining, active.use());
    }
  }

  final Map<String, Version> serving = new HashMap<>();
  final List<Version> old = new ArrayList<>();
  final List<ContextChange> changes = new ArrayList<>();
  DrainContexts contexts = DrainContexts.none(0);
  long now;
  private final Map<String, Long> accepted = new HashMap<>();
  private long updates;

  /** LDS brings a listener, or another version of one. */
  Version update(String name, String statName, Protocol protocol) {
    remove(name);
    updates++;
    Version version =
        new Version(
            new ListenerVersion(
                listener(name, statName, protocol),
                "v" + updates,
                Optional.of(clock()),
                false,
                PortUse.PLAIN));
    serving.put(name, version);
    return version;
  }

  void remove(String name) {
    Optional.ofNullable(serving.remove(name))
        .ifPresent(version -> {
          version.drainsUntil = now + DRAIN_TIME.toNanos();
          old.add(version);
          updates++;
        });
  }

  void accept(Version version, long connections) {
    version.open += connections;
    accepted.merge(version.active.listener().statName(), connections, Long::sum);
  }

  /** Time goes by, and Envoy closes what its drain time is up for. */
  void pass(Duration time) {
    now += time.toNanos();
    old.stream()
        .filter(version -> version.drainsUntil - now <= 0 && version.drainsUntil > 0)
        .forEach(version -> {
          version.cut = version.open;
          version.open = 0;
          version.drainsUntil = 0;
        });
  }

  /** A poll, and a dump if the listeners have changed. */
  void look() {
    poll();
    list();
  }

  void poll() {
    Map<String, ListenerCounts> counts = new HashMap<>();
    versions()
        .forEach(version -> {
          String name = version.active.listener().statName();
          long open =
              versions().stream()
                  .filter(each -> each.active.listener().statName().equals(name))
                  .mapToLong(each -> each.open)
                  .sum();
          counts.put(
              name, new ListenerCounts(Count.of(open), Count.of(accepted.getOrDefault(name, 0L))));
        });
    Count none = Count.of(0);
    apply(
        new ContextEvent.Polled(
            now,
            new Reading(
                none,
                none,
                none,
                none,
                none,
                Optional.of(new ListenerChanges(updates, draining().size(), 0)),
                Optional.empty(),
                counts)));
  }

  void list() {
    List<ListenerVersion> listed = new ArrayList<>();
    Set<String> named = new HashSet<>();
    serving.values().forEach(version -> listed.add(version.listed(false)));
    // As in Envoy's dump, the newest draining version of a name hides the others.
    draining().reversed().stream()
        .filter(version -> named.add(version.active.listener().name()))
        .forEach(version -> listed.add(version.listed(true)));
    apply(
        new ContextEvent.Listed(
            new ListenerInventory(now, clock(), 1, Strategy.IMMEDIATE, DRAIN_TIME, listed)));
  }

  void apply(ContextEvent event) {
    DrainContexts before = contexts;
    contexts = ContextRules.next(before, event);
    changes.addAll(ContextChange.between(before, contexts));
  }

  private List<Version> draining() {
    return old.stream().filter(version -> version.drainsUntil > 0).toList();
  }

  private List<Version> versions() {
    List<Version> all = new ArrayList<>(serving.values());
    all.addAll(draining());
    return all;
  }

  private Instant clock() {
    return Instant.EPOCH.plusNanos(now);
  }

  /** The end of this version's context. */
  DrainContext ended(Version version) {
    return changes.stream()
        .filter(ContextChange::ends)
        .map(ContextChange::context)
        .filter(context -> context.version().key().equals(version.key()))
        .findFirst()
        .orElseThrow();
  }

  private static ListenerFacts listener(String name, String statName, Protocol protocol) {
    return new ListenerFacts(
        name,
        "0.0.0.0:80",
        80,
        statName,
        protocol,
        Direction.UNSPECIFIED,
        false,
        Set.of(),
        Duration.ofSeconds(5),
        Duration.ofSeconds(1));
  }
}
