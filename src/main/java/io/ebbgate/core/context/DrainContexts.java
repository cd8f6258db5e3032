package io.ebbgate.core.context;

import io.ebbgate.core.context.DrainContext.Drain;
import io.ebbgate.core.context.DrainContext.State;
import io.ebbgate.core.drain.ListenerCounts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All contexts of an Envoy, and what the next change needs to know.
 *
 * @param contexts one a version, the oldest first; those that are closed stay for one event
 * @param inventory the last that was read
 * @param before listeners' counts of the reading before the last
 * @param last listeners' counts of the last reading
 * @param lastAt when it was made, in nanoseconds of the ticker
 * @param beforeAt the same of the reading before it
 * @param drain of the whole gateway, if one runs
 */
public record DrainContexts(
    List<DrainContext> contexts,
    Optional<ListenerInventory> inventory,
    Map<String, ListenerCounts> before,
    Map<String, ListenerCounts> last,
    long beforeAt,
    long lastAt,
    Optional<Drain> drain) {
  public DrainContexts {
    contexts = List.copyOf(contexts);
    before = Map.copyOf(before);
    last = Map.copyOf(last);
  }

  /** Nothing is known of Envoy yet. */
  public static DrainContexts none(long now) {
    return new DrainContexts(
        List.of(), Optional.empty(), Map.of(), Map.of(), now, now, Optional.empty());
  }

  /** Contexts that drain. */
  public List<DrainContext> draining() {
    return contexts.stream().filter(DrainContext::begun).toList();
  }

  DrainContexts with(List<DrainContext> next) {
    return new DrainContexts(next, inventory, before, last, beforeAt, lastAt, drain);
  }

  DrainContexts withoutClosed() {
    return with(contexts.stream().filter(each -> each.state() != State.CLOSED).toList());
  }

  DrainContexts under(Optional<Drain> running) {
    return new DrainContexts(contexts, inventory, before, last, beforeAt, lastAt, running);
  }

  DrainContexts of(ListenerInventory read) {
    return new DrainContexts(contexts, Optional.of(read), before, last, beforeAt, lastAt, drain);
  }

  DrainContexts polled(Map<String, ListenerCounts> counts, long at) {
    return new DrainContexts(contexts, inventory, last, counts, lastAt, at, drain);
  }

  Optional<ListenerCounts> before(DrainContext context) {
    return Optional.ofNullable(before.get(context.version().listener().statName()));
  }

  Optional<ListenerCounts> last(DrainContext context) {
    return Optional.ofNullable(last.get(context.version().listener().statName()));
  }

  /** Open connections of replaced versions, by the names of their statistics. */
  Map<String, Long> replacedOpen() {
    Map<String, Long> open = new HashMap<>();
    contexts.stream()
        .filter(DrainContext::begun)
        .filter(DrainContext::replaced)
        .forEach(each ->
            open.merge(each.version().listener().statName(), each.counts().open(), Long::sum));
    return open;
  }
}
