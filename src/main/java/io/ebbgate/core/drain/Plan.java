package io.ebbgate.core.drain;

import io.ebbgate.core.verdict.Count;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How this Envoy is drained: which calls announce, and what is counted.
 *
 * @param announcement the call that announces; with {@code FAIL_READINESS} nothing is sent at the
 *     hook, because that call must not come early
 * @param contexts the listeners that are counted; empty with {@code known} false
 * @param uncounted listeners that aren't counted: for probes and metrics, UDP, internal
 * @param known false where Envoy could not be asked: everything is then unknown, and waited for
 * @param noticeTime what clients need between the announcement and their close
 * @param notes facts about this Envoy that matter to the reader, one sentence each
 * @param changes of Envoy's listeners when they were read; empty where it doesn't report them
 * @param restrictions what this Envoy does not do
 */
public record Plan(
    Optional<EnvoyVersion> version,
    AdminAction announcement,
    List<ListenerFacts> contexts,
    List<ListenerFacts> uncounted,
    boolean known,
    Duration noticeTime,
    List<String> notes,
    Optional<ListenerChanges> changes,
    Restrictions restrictions) {
  public Plan {
    contexts = List.copyOf(contexts);
    uncounted = List.copyOf(uncounted);
    notes = List.copyOf(notes);
  }

  /** The same plan with one sentence more. */
  public Plan noted(String note) {
    return with(contexts, Stream.concat(notes.stream(), Stream.of(note)).toList());
  }

  /** Envoy's own admin listener and its connection manager are called so in its statistics. */
  public static final String ADMIN = "admin";

  /** Stat prefixes of connection managers of more than one listener. */
  public Set<String> sharedPrefixes() {
    return prefixes(Stream.concat(contexts.stream(), uncounted.stream())).entrySet().stream()
        .filter(user -> user.getValue().size() > 1)
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Those of them that a listener has too that isn't counted, Envoy's admin listener included. */
  public Set<String> foreignPrefixes() {
    return Stream.concat(prefixes(uncounted.stream()).keySet().stream(), Stream.of(ADMIN))
        .filter(prefixes(contexts.stream()).keySet()::contains)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Names of the listeners of each prefix. */
  private static Map<String, Set<String>> prefixes(Stream<ListenerFacts> listeners) {
    Map<String, Set<String>> users = new HashMap<>();
    listeners.forEach(listener ->
        listener
            .httpPrefixes()
            .forEach(prefix ->
                users.computeIfAbsent(prefix, _ -> new HashSet<>()).add(listener.statName())));
    return users;
  }

  /** What this plan knows of a listener of which only the statistics are known. */
  ListenerFacts recognized(ListenerFacts found) {
    List<ListenerFacts> versions =
        Stream.concat(contexts.stream(), uncounted.stream())
            .filter(known -> known.statName().equals(found.statName()))
            .toList();
    return versions.isEmpty()
        ? found
        : versions
            .getFirst()
            .doubtful(
                versions.stream()
                    .flatMap(version -> version.httpPrefixes().stream())
                    .collect(Collectors.toSet()));
  }

  /** Envoy's listeners are others than those this plan was made of. */
  public boolean outdated(Reading reading) {
    return reading.changes().isPresent() && !reading.changes().equals(changes);
  }

  /**
   * What the statistics and the kernel say together.
   *
   * @param ever connections that the kernel's views have had so far; unknown where Envoy counts
   *     those that it accepted, but did not say so this time
   */
  public Reading joined(Reading statistics, Sockets seen, Count ever) {
    Reading both = statistics.with(seen, ever);
    return restrictions.besideParent() ? both.atLeast(seen) : both;
  }

  /**
   * This plan and what is left of the one before. A listener that LDS took away is in Envoy's dump
   * as long as it drains, but not the filter chains that were replaced in a listener that stayed.
   */
  Plan after(Plan before) {
    boolean draining = changes.filter(now -> now.draining() > 0).isPresent();
    List<ListenerFacts> replaced =
        before.contexts().stream()
            .filter(old -> draining && !contexts.contains(old))
            .filter(old -> contexts.stream().anyMatch(now -> now.statName().equals(old.statName())))
            .toList();
    return with(Stream.concat(contexts.stream(), replaced.stream()).toList(), notes);
  }

  private Plan with(List<ListenerFacts> newContexts, List<String> newNotes) {
    return new Plan(
        version,
        announcement,
        newContexts,
        uncounted,
        known,
        noticeTime,
        newNotes,
        changes,
        restrictions);
  }

  /** One line for logs and the verdict: {@code announce, 2 listeners, Envoy 1.40.0}. */
  public String summary() {
    return announcement.wireName()
        + ", "
        + (known ? contexts.size() + " listeners" : "listeners unknown")
        + ", Envoy "
        + version.map(EnvoyVersion::toString).orElse("unknown");
  }
}
