package io.ebbgate.sidecar.envoy;

import io.ebbgate.core.drain.Count;
import io.ebbgate.core.drain.ListenerFacts;
import io.ebbgate.core.drain.ListenerFacts.Protocol;
import io.ebbgate.core.drain.Plan;
import io.ebbgate.core.drain.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The poll of a plan: asks for the statistics of the counted listeners by name and nothing else, so
 * that the copies Envoy keeps per worker, its admin listener and its own metrics never count.
 *
 * <p>They are all there, with zeros, before the first connection (tried on 1.40.0); so one that is
 * missing is unknown, for example left out by {@code stats_matcher}, and never zero.
 */
public final class StatPoll {
  /** A longer filter than this would be work for Envoy's main thread; it gets a general one. */
  private static final int LONGEST_FILTER = 4096;

  static final String GENERAL =
      "^(listener\\..+\\.downstream_cx_(active|total)|http\\..+\\.downstream_rq_(active|total))$";

  private final List<ListenerFacts> contexts;
  private final Set<String> prefixes;
  private final Set<String> names;
  private final String query;

  /** The poll of this plan's contexts. */
  public StatPoll(Plan plan) {
    this.contexts = plan.contexts();
    this.prefixes =
        contexts.stream()
            .flatMap(context -> context.httpPrefixes().stream())
            .collect(Collectors.toUnmodifiableSet());
    Set<String> wanted = new HashSet<>();
    for (ListenerFacts context : contexts) {
      wanted.add(connections(context));
      wanted.add(accepted(context));
    }
    for (String prefix : prefixes) {
      wanted.add(requests(prefix));
      wanted.add(answered(prefix));
    }
    this.names = Set.copyOf(wanted);
    this.query =
        "?format=json&filter="
            + URLEncoder.encode(filter(wanted), StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The call of one poll. */
  public AdminCall<Reading> call() {
    return AdminCall.get(
        "/stats", query, AdminCall.SHORT, body -> contexts.isEmpty() ? blind(body) : read(body));
  }

  private static Reading blind(InputStream body) throws IOException {
    Json.document(body, json -> json.fields(_ -> {}));
    return Reading.unknown("no listener is known");
  }

  /** Reads a poll's answer. Versions of one listener share their statistics: each counts once. */
  Reading read(InputStream body) throws IOException {
    Map<String, Count> values = new HashMap<>();
    Json.document(
        body,
        json ->
            json.fields(field -> {
              if (field.equals("stats")) {
                json.elements(() -> value(json, values));
              }
            }));
    Count connections = sum(values, contexts.stream().map(StatPoll::connections).distinct());
    Count unanswering =
        sum(
            values,
            contexts.stream()
                .filter(context -> context.protocol() != Protocol.HTTP)
                .map(StatPoll::connections)
                .distinct());
    return new Reading(
        connections,
        sum(values, prefixes.stream().map(StatPoll::requests)).plus(unanswering),
        sum(values, contexts.stream().map(StatPoll::accepted).distinct()),
        sum(values, prefixes.stream().map(StatPoll::answered)));
  }

  private void value(Json json, Map<String, Count> into) throws IOException {
    String[] name = {""};
    OptionalLong[] number = {OptionalLong.empty()};
    json.fields(part -> {
      switch (part) {
        case "name" -> name[0] = json.text().orElse("");
        case "value" -> number[0] = json.number();
        default -> {}
      }
    });
    if (names.contains(name[0])) {
      boolean counts = number[0].isPresent() && number[0].getAsLong() >= 0;
      into.put(
          name[0],
          counts ? Count.of(number[0].getAsLong()) : Count.unknown("its value is no count"));
    }
  }

  private static Count sum(Map<String, Count> values, Stream<String> names) {
    return names
        .map(name -> values.getOrDefault(name, Count.unknown("Envoy has no " + name)))
        .reduce(Count.of(0), Count::plus);
  }

  private static String filter(Set<String> names) {
    String exact =
        names.stream().sorted().map(StatPoll::quote).collect(Collectors.joining("|", "^(", ")$"));
    return names.isEmpty() || exact.length() > LONGEST_FILTER ? GENERAL : exact;
  }

  /** RE2 takes a backslash before any character that is neither letter nor digit. */
  private static String quote(String name) {
    return SPECIAL.matcher(name).replaceAll("\\\\$0");
  }

  private static final Pattern SPECIAL = Pattern.compile("[\\\\.+*?()|\\[\\]{}^$]");

  private static String connections(ListenerFacts context) {
    return "listener." + context.statName() + ".downstream_cx_active";
  }

  private static String accepted(ListenerFacts context) {
    return "listener." + context.statName() + ".downstream_cx_total";
  }

  private static String requests(String prefix) {
    return "http." + prefix + ".downstream_rq_active";
  }

  private static String answered(String prefix) {
    return "http." + prefix + ".downstream_rq_total";
  }
}
