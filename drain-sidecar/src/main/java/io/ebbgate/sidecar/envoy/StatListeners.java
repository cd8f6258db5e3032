package io.ebbgate.sidecar.envoy;

import io.ebbgate.core.drain.ListenerFacts;
import io.ebbgate.core.drain.ListenerFacts.Direction;
import io.ebbgate.core.drain.ListenerFacts.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Listeners by the names of their statistics, where Envoy allows no {@code /config_dump}. What runs
 * on each isn't known then, so each counts as mixed: every open connection is taken for work, and
 * which HTTP statistics are theirs doesn't matter.
 */
final class StatListeners {
  static final String NOTE =
      "Envoy's admin allows no config_dump: every connection counts as work, and those that stay"
          + " open are waited for to the end.";

  private static final Pattern LISTENER =
      Pattern.compile("listener\\.(?!admin\\.|envoy_internal_)(.+)\\.downstream_cx_active");
  private static final Pattern COPY = Pattern.compile(".*\\.(worker_\\d+|main_thread)");
  private static final Pattern PORT = Pattern.compile(".*_(\\d{1,5})");

  private StatListeners() {}

  static AdminCall<List<ListenerFacts>> call() {
    return AdminCall.get(
        "/stats",
        StatFilter.query("listener\\..+\\.downstream_cx_active"),
        AdminCall.SHORT,
        StatListeners::read);
  }

  static List<ListenerFacts> read(InputStream body) throws IOException {
    SortedSet<String> listeners = new TreeSet<>();
    Stats.each(
        body,
        (name, _) -> {
          Matcher listener = LISTENER.matcher(name);
          if (listener.matches()
              && !COPY.matcher(listener.group(1)).matches()
              && listeners.add(listener.group(1))) {
            ListenerDump.checkRoom(listeners.size() - 1);
          }
        });
    return listeners.stream().map(StatListeners::facts).toList();
  }

  private static ListenerFacts facts(String statName) {
    Matcher port = PORT.matcher(statName);
    return new ListenerFacts(
        statName,
        statName,
        port.matches() ? Math.min(Integer.parseInt(port.group(1)), 65535) : 0,
        statName,
        Protocol.MIXED,
        Direction.UNSPECIFIED,
        false,
        Set.of(),
        ListenerFacts.DEFAULT_DRAIN_TIMEOUT,
        ListenerFacts.DEFAULT_DELAYED_CLOSE);
  }
}
