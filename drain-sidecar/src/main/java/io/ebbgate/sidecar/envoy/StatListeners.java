package io.ebbgate.sidecar.envoy;

import io.ebbgate.core.config.TextCursor;
import io.ebbgate.core.drain.ListenerFacts;
import io.ebbgate.core.drain.ListenerFacts.Direction;
import io.ebbgate.core.drain.ListenerFacts.Protocol;
import io.ebbgate.core.drain.Plan;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Listeners by the names of their statistics, where Envoy gives no {@code /config_dump}. What runs
 * on each isn't known then, so each counts as mixed: every open connection is taken for work, and
 * which HTTP statistics are theirs doesn't matter.
 */
final class StatListeners {
  private static final String LISTENER = "listener.";
  private static final String MAIN_THREAD = ".main_thread";
  private static final String ACTIVE = ".downstream_cx_active";
  private static final int PORT_DIGITS = 5;

  private StatListeners() {}

  static AdminCall<List<ListenerFacts>> call() {
    return AdminCall.get(
        "/stats",
        StatFilter.Kind.GAUGES.query("listener\\..+\\.downstream_cx_active"),
        AdminCall.LONG,
        StatListeners::read);
  }

  static List<ListenerFacts> read(InputStream body) throws IOException {
    SortedSet<String> names = new TreeSet<>();
    DumpBudget budget = new DumpBudget();
    Stats.each(
        body,
        (statistic, _) -> {
          Optional<String> name = listener(statistic);
          if (name.isPresent() && !isCopy(name.get(), names) && names.add(name.get())) {
            budget.listener(name.get());
          }
        });
    // A copy may have come before its listener.
    return names.stream().filter(name -> !isCopy(name, names)).map(StatListeners::facts).toList();
  }

  /** The listener whose statistic this is; empty for others, and for Envoy's own. */
  private static Optional<String> listener(String statistic) {
    String rest = statistic.startsWith(LISTENER) ? statistic.substring(LISTENER.length()) : "";
    if (!rest.endsWith(ACTIVE) || rest.length() == ACTIVE.length()) {
      return Optional.empty();
    }
    return Optional.of(rest.substring(0, rest.length() - ACTIVE.length()))
        .filter(name -> !name.equals(Plan.ADMIN) && !name.equals(Plan.ADMIN + MAIN_THREAD))
        .filter(name -> !name.startsWith("envoy_internal_"));
  }

  /** Whether it is what a worker counts of another listener; a listener may be called so too. */
  private static boolean isCopy(String name, Set<String> names) {
    int dot = Math.max(name.lastIndexOf('.'), 0);
    TextCursor last = new TextCursor(name.substring(dot));
    boolean worker = last.skip(".worker_") && !last.take(TextCursor::isDigit).isEmpty();
    return (name.endsWith(MAIN_THREAD) || (worker && last.atEnd()))
        && names.contains(name.substring(0, dot));
  }

  /** What follows the last underscore, if it is a number; else 0. */
  private static int port(String name) {
    int underscore = name.lastIndexOf('_');
    TextCursor last = new TextCursor(name.substring(underscore + 1));
    OptionalInt port = last.number(PORT_DIGITS);
    return underscore >= 0 && last.atEnd() ? Math.min(port.orElse(0), 65_535) : 0;
  }

  private static ListenerFacts facts(String statName) {
    return new ListenerFacts(
        statName,
        statName,
        port(statName),
        statName,
        Protocol.MIXED,
        Direction.UNSPECIFIED,
        false,
        Set.of(),
        ListenerFacts.DEFAULT_DRAIN_TIMEOUT,
        ListenerFacts.DEFAULT_DELAYED_CLOSE);
  }
}
