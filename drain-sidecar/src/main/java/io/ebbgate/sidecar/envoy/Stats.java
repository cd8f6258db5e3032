package io.ebbgate.sidecar.envoy;

import io.ebbgate.core.drain.ListenerChanges;
import io.ebbgate.core.verdict.Count;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What {@code /stats?format=json} said. A statistic that is missing is unknown, never zero. */
record Stats(Map<String, Count> values) {
  private static final List<String> CHANGED =
      List.of(
          "listener_manager.listener_added",
          "listener_manager.listener_modified",
          "listener_manager.listener_removed");
  private static final List<String> DRAINING =
      List.of(
          "listener_manager.total_listeners_draining",
          "listener_manager.total_filter_chains_draining");
  private static final String EPOCH = "server.hot_restart_epoch";

  Stats {
    values = Map.copyOf(values);
  }

  /** Asks how often the listeners have changed, and nothing else; empty without an answer. */
  static Optional<ListenerChanges> changes(EnvoyAdmin admin) {
    Stats all = new Stats(Map.of());
    for (StatFilter.Kind kind : StatFilter.Kind.values()) {
      // A plan without them is doubtful at the first poll, so they are waited for.
      switch (admin.call(call(kind.changes(), Stats::isOfChanges).usually(AdminCall.LONG))) {
        case AdminResult.Answered<Stats>(Stats some) -> all = all.and(some);
        case AdminResult<Stats> _ -> {
          return Optional.empty();
        }
      }
    }
    return all.changes();
  }

  /** The call for what is wanted of a query's answer. */
  static AdminCall<Stats> call(String query, Predicate<String> wanted) {
    return AdminCall.get("/stats", query, AdminCall.SHORT, body -> read(body, wanted));
  }

  /** Whether {@link #changes} needs this one. */
  static boolean isOfChanges(String name) {
    return CHANGED.contains(name) || DRAINING.contains(name) || name.equals(EPOCH);
  }

  /** Reads an answer and keeps what is wanted of it. */
  static Stats read(InputStream body, Predicate<String> wanted) throws IOException {
    Map<String, Count> values = new HashMap<>();
    each(
        body,
        (name, value) -> {
          if (wanted.test(name)) {
            values.put(name, count(name, value));
          }
        });
    return new Stats(values);
  }

  /** Takes one statistic of an answer; the value is empty where it is no whole number. */
  @FunctionalInterface
  interface Taker {
    void take(String name, OptionalLong value) throws IOException;
  }

  /** Hands over each statistic of an answer. */
  static void each(InputStream body, Taker taker) throws IOException {
    JsonReader.document(
        body,
        "stats",
        stat -> {
          String[] name = {""};
          OptionalLong[] value = {OptionalLong.empty()};
          stat.fields((json, part) -> {
            switch (part) {
              case "name" -> name[0] = json.text().orElse("");
              case "value" -> value[0] = json.number();
              default -> {}
            }
          });
          taker.take(name[0], value[0]);
        });
  }

  private static Count count(String name, OptionalLong value) {
    return value.isPresent() && value.getAsLong() >= 0
        ? Count.of(value.getAsLong())
        : Count.unknown("the value of " + name + " is no count");
  }

  /** Both answers together. */
  Stats and(Stats more) {
    Map<String, Count> all = new HashMap<>(values);
    all.putAll(more.values);
    return new Stats(all);
  }

  /** Whether Envoy keeps it, whatever its value. */
  boolean has(String name) {
    return values.containsKey(name);
  }

  Count of(String name) {
    return values.getOrDefault(name, Count.unknown("Envoy has no " + name));
  }

  private Count sum(Stream<String> names) {
    return names.map(this::of).reduce(Count.of(0), Count::plus);
  }

  /** Empty where Envoy doesn't tell. */
  Optional<ListenerChanges> changes() {
    Count changed = sum(CHANGED.stream());
    Count draining = sum(DRAINING.stream());
    return changed instanceof Count.Known(long times) && draining instanceof Count.Known(long left)
        ? Optional.of(
            new ListenerChanges(times, left, of(EPOCH) instanceof Count.Known(long at) ? at : 0))
        : Optional.empty();
  }
}
