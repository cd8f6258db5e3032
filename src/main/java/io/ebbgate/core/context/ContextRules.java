package io.ebbgate.core.context;

import io.ebbgate.core.context.ContextCounts.Gauge;
import io.ebbgate.core.context.DrainContext.Drain;
import io.ebbgate.core.context.DrainContext.Replacement;
import io.ebbgate.core.context.DrainContext.State;
import io.ebbgate.core.drain.ListenerChanges;
import io.ebbgate.core.drain.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** When contexts are opened, move on and close. No clock, no I/O. */
public final class ContextRules {
  /** Envoy's timer may be so late, and no more. */
  private static final Duration SLACK = Duration.ofSeconds(2);

  /** The end of a version that Envoy drains is looked for this long before it is due. */
  private static final Duration EARLY = Duration.ofMillis(300);

  /** How often then. */
  private static final Duration CLOSELY = Duration.ofMillis(100);

  private static final Duration LEAST_PAUSE = Duration.ofMillis(250);

  /** Of a drain time, so that each drain is seen a few times. */
  private static final int LOOKS = 4;

  private ContextRules() {}

  /** The contexts after this event; what it closed is still among them. */
  public static DrainContexts next(DrainContexts before, ContextEvent event) {
    DrainContexts state = before.withoutClosed();
    return switch (event) {
      case ContextEvent.Polled(long at, Reading reading) -> polled(state, at, reading);
      case ContextEvent.Listed(ListenerInventory inventory) -> listed(state, inventory);
      case ContextEvent.DrainBegan(long at, Scenario scenario, var pace) ->
          began(state, new Drain(scenario, pace, at));
      case ContextEvent.DrainClosing _ -> closing(state);
      case ContextEvent.DrainCanceled _ -> canceled(state);
      case ContextEvent.DrainEnded _ -> ended(state);
      case ContextEvent.EnvoyGone(long at) ->
          DrainContexts.none(at).with(closedNow(state)).under(state.drain());
    };
  }

  /**
   * When Envoy has to be polled for the sake of these contexts while no drain of the gateway runs.
   *
   * @param usual when it would be polled anyway, in nanoseconds of the ticker
   */
  public static long nextLook(DrainContexts state, long now, long usual) {
    long next = usual;
    if (state.inventory().isPresent()) {
      long part = state.inventory().get().drainTime().toNanos() / LOOKS;
      next = Math.min(next - now, Math.max(part, LEAST_PAUSE.toNanos())) + now;
    }
    for (DrainContext context : state.draining()) {
      if (context.replacement().isPresent()) {
        Replacement by = context.replacement().get();
        long due = by.earliest() + by.limit().minus(EARLY).toNanos() - now;
        next = Math.min(next - now, Math.max(due, CLOSELY.toNanos())) + now;
      }
    }
    return next;
  }

  private static DrainContexts polled(DrainContexts state, long at, Reading reading) {
    if (reading.listeners().isEmpty() && reading.changes().isEmpty()) {
      return state;
    }
    DrainContexts read = state.polled(reading.listeners(), at);
    Map<String, Long> replaced = state.replacedOpen();
    boolean noneDrains = reading.changes().map(ListenerChanges::draining).equals(Optional.of(0L));
    return read.with(
        each(
            read.contexts(),
            context -> {
              if (!context.begun()) {
                return context;
              }
              DrainContext counted = counted(read, context, at, replaced);
              return context.replacement().isPresent()
                  ? moved(counted, context.replacement().get(), at, noneDrains)
                  : counted;
            }));
  }

  private static DrainContext counted(
      DrainContexts read, DrainContext context, long at, Map<String, Long> replaced) {
    Optional<Gauge> now = Gauge.of(read.last(context));
    if (now.isEmpty()) {
      return context;
    }
    Gauge gauge = now.get();
    if (context.replacement().isPresent()) {
      Replacement by = context.replacement().get();
      return context.counted(
          by.shared()
              ? context.counts().nextShared(gauge, by.maybeDue(at))
              : context.counts().next(gauge, by.maybeDue(at)));
    }
    // What older versions have open is counted by the same gauge.
    long others = replaced.getOrDefault(context.version().listener().statName(), 0L);
    return context.counted(
        context
            .counts()
            .next(new Gauge(Math.max(0, gauge.open() - others), gauge.accepted()), false));
  }

  private static DrainContext moved(
      DrainContext context, Replacement by, long at, boolean noneDrains) {
    if (noneDrains || by.surelyDue(at, SLACK)) {
      return context.closeByEnvoy();
    }
    return by.surelyDue(at, Duration.ZERO) ? context.in(State.CLOSING) : context;
  }

  private static DrainContexts listed(DrainContexts state, ListenerInventory read) {
    Set<ListenerVersion.Key> active = read.keys(false);
    List<DrainContext> contexts = new ArrayList<>();
    Set<ListenerVersion.Key> known = new HashSet<>();
    Map<String, Long> older = new HashMap<>(state.replacedOpen());
    for (DrainContext context : state.contexts()) {
      known.add(context.version().key());
      DrainContext now =
          active.contains(context.version().key())
              ? context
              : context
                  .replacement()
                  .map(by -> stillDraining(context, by, read))
                  .orElseGet(() -> replaced(state, context, read, older));
      contexts.add(now);
    }
    // What was draining then and has no context any more has been reported.
    known.addAll(state.inventory().map(last -> last.keys(true)).orElse(Set.of()));
    for (ListenerVersion version : read.versions()) {
      if (known.add(version.key())) {
        contexts.add(found(state, version, read, older));
      }
    }
    return state.with(contexts).of(read);
  }

  private static DrainContext stillDraining(
      DrainContext context, Replacement by, ListenerInventory read) {
    boolean seen = read.keys(true).contains(context.version().key());
    // A dump has one draining version of a name at most, which may hide another.
    boolean hidden =
        read.draining().stream()
            .anyMatch(each -> each.listener().name().equals(context.version().listener().name()));
    if (by.surelyDue(read.at(), SLACK) || (by.seen() && !hidden)) {
      return context.closeByEnvoy();
    }
    return context.replaced(
        new Replacement(by.earliest(), by.latest(), by.limit(), by.seen() || seen, by.shared()));
  }

  /** LDS took an active version away since the dump before. */
  private static DrainContext replaced(
      DrainContexts state, DrainContext context, ListenerInventory read, Map<String, Long> older) {
    String statName = context.version().listener().statName();
    long before = older.getOrDefault(statName, 0L);
    Replacement by = replacement(state, context.version(), read, before > 0);
    ContextCounts first =
        context.begun()
            ? context.counts()
            : ContextCounts.begin(
                Gauge.of(state.before(context)),
                Gauge.of(state.last(context)),
                by.shared(),
                before,
                by.maybeDue(read.at()));
    older.merge(statName, first.open(), Long::sum);
    DrainContext gone = context.replaced(by);
    return context.begun()
        ? gone
        : gone.begin(new Drain(Scenario.LISTENER_UPDATE, read.strategy(), by.earliest()), first);
  }

  private static Replacement replacement(
      DrainContexts state, ListenerVersion version, ListenerInventory read, boolean older) {
    long earliest = Math.min(state.beforeAt() - read.at(), 0) + read.at();
    // It can't have been replaced before Envoy had the other version, if there is one.
    long since =
        read.updatedAt(version.listener().name())
            .filter(at -> at - earliest > 0 && at - read.at() <= 0)
            .orElse(earliest);
    boolean shared =
        older
            || read.active().stream()
                .anyMatch(each -> each.listener().statName().equals(version.listener().statName()));
    return new Replacement(
        since, read.at(), read.drainTime(), read.keys(true).contains(version.key()), shared);
  }

  /** A version that no context is of: a new one, or one that came and went between two dumps. */
  private static DrainContext found(
      DrainContexts state,
      ListenerVersion version,
      ListenerInventory read,
      Map<String, Long> older) {
    DrainContext context = DrainContext.active(version);
    if (version.draining()) {
      return replaced(state, context, read, older);
    }
    return state
        .drain()
        .map(drain ->
            context.begin(
                new Drain(drain.scenario(), drain.pace(), read.at()), ContextCounts.UNKNOWN))
        .orElse(context);
  }

  private static DrainContexts began(DrainContexts state, Drain drain) {
    Map<String, Long> replaced = state.replacedOpen();
    return state
        .under(Optional.of(drain))
        .with(
            each(
                state.contexts(),
                context -> {
                  Optional<Gauge> now = Gauge.of(state.last(context));
                  long others = replaced.getOrDefault(context.version().listener().statName(), 0L);
                  return context.begun()
                      ? context
                      : context.begin(drain, ContextCounts.begin(now, now, false, others, false));
                }));
  }

  private static DrainContexts closing(DrainContexts state) {
    return state.with(
        each(
            state.contexts(),
            context ->
                context.begun() && !context.replaced() ? context.in(State.CLOSING) : context));
  }

  private static DrainContexts canceled(DrainContexts state) {
    return state
        .under(Optional.empty())
        .with(
            each(
                state.contexts(),
                context -> context.replaced() ? context : DrainContext.active(context.version())));
  }

  private static DrainContexts ended(DrainContexts state) {
    return state.under(Optional.empty()).with(closedNow(state));
  }

  private static List<DrainContext> closedNow(DrainContexts state) {
    return state.draining().stream().map(DrainContext::close).toList();
  }

  private static List<DrainContext> each(
      List<DrainContext> contexts, UnaryOperator<DrainContext> change) {
    return contexts.stream().map(change).collect(Collectors.toUnmodifiableList());
  }
}
