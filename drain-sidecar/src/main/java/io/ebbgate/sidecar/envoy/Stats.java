package io.ebbgate.sidecar.envoy;

import io.ebbgate.core.drain.ListenerChanges;
import io.ebbgate.core.verdict.Count;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What {@code /stats?format=json} said. A statistic that is missing is unknown, never zero. */
record Stats(Map<String, Count> values) {
  private static final String MANAGER = "listener_manager.";

  Stats {
    values = Map.copyOf(values);
  }

  /** How often the listeners have changed, and nothing else. */
  static AdminCall<Stats> changesCall() {
    return AdminCall.get(
        "/stats",
        StatFilter.query(StatFilter.CHANGES),
        AdminCall.SHORT,
        body -> read(body, name -> name.startsWith(MANAGER)));
  }

  /** Reads an answer and keeps what is wanted of it. */
  static Stats read(InputStream body, Predicate<String> wanted) throws IOException {
    Map<String, Count> values = new HashMap<>();
    JsonReader.document(
        body,
        json ->
            json.fields(field -> {
              if (field.equals("stats")) {
                json.elements(() -> value(json, wanted, values));
              }
            }));
    return new Stats(values);
  }

  private static void value(JsonReader json, Predicate<String> wanted, Map<String, Count> into)
      throws IOException {
    String[] name = {""};
    OptionalLong[] number = {OptionalLong.empty()};
    json.fields(part -> {
      switch (part) {
        case "name" -> name[0] = json.text().orElse("");
        case "value" -> number[0] = json.number();
        default -> {}
      }
    });
    if (wanted.test(name[0])) {
      boolean counts = number[0].isPresent() && number[0].getAsLong() >= 0;
      into.put(
          name[0],
          counts
              ? Count.of(number[0].getAsLong())
              : Count.unknown("the value of " + name[0] + " is no count"));
    }
  }

  /** Both answers together. */
  Stats and(Stats more) {
    Map<String, Count> all = new HashMap<>(values);
    all.putAll(more.values);
    return new Stats(all);
  }

  Count of(String name) {
    return values.getOrDefault(name, Count.unknown("Envoy has no " + name));
  }

  Count sum(Stream<String> names) {
    return names.map(this::of).reduce(Count.of(0), Count::plus);
  }

  /** Empty where Envoy doesn't tell. */
  Optional<ListenerChanges> changes() {
    Count changed =
        sum(
            Stream.of("listener_added", "listener_modified", "listener_removed")
                .map(MANAGER::concat));
    Count draining =
        sum(
            Stream.of("total_listeners_draining", "total_filter_chains_draining")
                .map(MANAGER::concat));
    return changed instanceof Count.Known(long times) && draining instanceof Count.Known(long left)
        ? Optional.of(new ListenerChanges(times, left))
        : Optional.empty();
  }
}
