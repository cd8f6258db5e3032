package io.ebbgate.sidecar.envoy;

import io.ebbgate.core.config.TextCursor;
import io.ebbgate.core.drain.ListenerFacts;
import io.ebbgate.core.drain.ListenerFacts.Direction;
import io.ebbgate.core.drain.ListenerFacts.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Listeners by the names of their statistics, where Envoy allows no {@code /config_dump}. What runs
 * on each isn't known then, so each counts as mixed: every open connection is taken for work, and
 * which HTTP statistics are theirs doesn't matter.
 */
final class StatListeners {
  static final String NOTE =
      "Envoy's admin allows no config_dump: every connection counts as work, and those that stay"
          + " open are waited for to the end.";

  private static final String LISTENER = "listener.";
  private static final String ACTIVE = ".downstream_cx_active";
  private static final int PORT_DIGITS = 5;

  private StatListeners() {}

  static AdminCall<List<ListenerFacts>> call() {
    return AdminCall.get(
        "/stats",
        StatFilter.Kind.GAUGES.query("listener\\..+\\.downstream_cx_active"),
        AdminCall.SHORT,
        StatListeners::read);
  }

  static List<ListenerFacts> read(InputStream body) throws IOException {
    SortedSet<String> listeners = new TreeSet<>();
    DumpBudget budget = new DumpBudget();
    Stats.each(
        body,
        (name, _) -> {
          Optional<String> listener = listener(name);
          if (listener.isPresent() && listeners.add(listener.get())) {
            budget.listener(listener.get());
          }
        });
    return listeners.stream().map(StatListeners::facts).toList();
  }

  /** The listener whose statistic this is; empty for others, and for the copies of workers. */
  private static Optional<String> listener(String statistic) {
    String rest = statistic.startsWith(LISTENER) ? statistic.substring(LISTENER.length()) : "";
    if (!rest.endsWith(ACTIVE)
        || rest.length() == ACTIVE.length()
        || rest.startsWith("admin.")
        || rest.startsWith("envoy_internal_")) {
      return Optional.empty();
    }
    return Optional.of(rest.substring(0, rest.length() - ACTIVE.length()))
        .filter(name -> !isCopy(name));
  }

  private static boolean isCopy(String name) {
    TextCursor last = new TextCursor(name.substring(name.lastIndexOf('.') + 1));
    boolean worker = last.skip("worker_") && !last.take(TextCursor::isDigit).isEmpty();
    return name.endsWith(".main_thread") || (worker && last.atEnd() && name.indexOf('.') >= 0);
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
