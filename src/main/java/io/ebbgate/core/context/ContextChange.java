package io.ebbgate.core.context;

import io.ebbgate.core.context.DrainContext.State;
import io.ebbgate.core.verdict.Count;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one event changed of a context.
 *
 * @param context after it
 * @param before where it was
 * @param entered connections that began to drain
 * @param closed connections that closed before they had to
 * @param cut connections that were cut
 */
public record ContextChange(
    DrainContext context, State before, long entered, long closed, long cut) {
  /** Whether it began to drain. */
  public boolean begins() {
    return before == State.ACTIVE && context.state() != State.ACTIVE;
  }

  /** Whether it is over. */
  public boolean ends() {
    return before != State.CLOSED && context.state() == State.CLOSED;
  }

  /** What differs between the contexts before an event and after it. */
  public static List<ContextChange> between(DrainContexts before, DrainContexts after) {
    Map<ListenerVersion.Key, DrainContext> known = new HashMap<>();
    before.contexts().stream()
        .filter(each -> each.state() != State.CLOSED)
        .forEach(each -> known.put(each.version().key(), each));
    List<ContextChange> changes = new ArrayList<>();
    for (DrainContext now : after.contexts()) {
      of(Optional.ofNullable(known.get(now.version().key())), now).ifPresent(changes::add);
    }
    return List.copyOf(changes);
  }

  private static Optional<ContextChange> of(Optional<DrainContext> then, DrainContext now) {
    DrainContext start = then.orElseGet(() -> DrainContext.active(now.version()));
    if (start.equals(now)) {
      return Optional.empty();
    }
    return Optional.of(
        new ContextChange(
            now,
            start.state(),
            more(start.entered(), now.entered()),
            more(start.closed(), now.closed()),
            now.state() == State.CLOSED ? more(Count.of(0), now.cut()) : 0));
  }

  /** How many more they are now; none before is zero. */
  private static long more(Count then, Count now) {
    return now instanceof Count.Known(long after)
        ? Math.max(0, after - (then instanceof Count.Known(long earlier) ? earlier : 0))
        : 0;
  }
}
