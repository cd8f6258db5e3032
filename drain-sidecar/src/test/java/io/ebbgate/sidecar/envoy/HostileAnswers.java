package io.ebbgate.sidecar.envoy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ebbgate.core.context.ListenerVersion;
import io.ebbgate.core.drain.EnvoyFacts;
import io.ebbgate.core.drain.ListenerFacts;
import io.ebbgate.core.drain.Planner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.AbstractList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/** A program that reads one answer, made while it is read, and prints what became of it. */
final class HostileAnswers {
  private static final int MANY = 60_000;

  private HostileAnswers() {}

  /** Reads the answer of this name. */
  public static void main(String[] args) {
    try {
      read(args[0]);
      System.out.println("read");
    } catch (IOException e) {
      System.out.println("refused: " + e.getMessage());
    }
  }

  private static void read(String name) throws IOException {
    switch (name) {
      case "prefixes" -> dump("{\"listener\":{\"filter_chains\":[", MANY, i -> chain(i, 60), "]}}");
      case "long-prefixes" ->
          dump("{\"listener\":{\"filter_chains\":[", 3900, i -> chain(i, 4000), "]}}");
      case "listeners" -> dump("{}", MANY, i -> ",{\"listener\":{\"name\":\"" + i + "\"}}", "");
      case "long-names" -> dump("{}", 1900, i -> ",{\"listener\":" + longNames(i) + "}", "");
      case "fields" -> dump("{\"a\":1", MANY, i -> ",\"" + text(i, 1000) + "\":1", "}");
      case "ports" ->
          ListenerDump.boundPorts(
              stream(
                  "{\"listener_statuses\":[{}",
                  1900,
                  i ->
                      ",{\"name\":\"%s\",\"local_address\":{\"socket_address\":{\"port_value\":1}}}"
                          .formatted(text(i, 4000)),
                  "]}"));
      case "statistics" ->
          new StatPoll(Planner.blind("x"))
              .read(
                  stream(
                      "{\"stats\":[{}",
                      500_000,
                      i -> ",{\"name\":\"listener_manager.%s\",\"value\":1}".formatted(i),
                      "]}"));
      case "listeners-of-statistics" ->
          StatListeners.read(
              stream(
                  "{\"stats\":[{}",
                  1900,
                  i ->
                      ",{\"name\":\"listener.%s.downstream_cx_active\",\"value\":1}"
                          .formatted(text(i, 4000)),
                  "]}"));
      case "largest" -> poll(dump("{}", 1999, i -> ",{\"listener\":" + ordinary(i) + "}", ""));
      default -> throw new IllegalArgumentException(name);
    }
  }

  /** What becomes of the largest dump that is taken: the poll of its plan. */
  private static void poll(List<ListenerFacts> listeners) {
    EnvoyFacts facts =
        new EnvoyFacts(
            Optional.empty(),
            EnvoyFacts.Strategy.IMMEDIATE,
            Duration.ofSeconds(45),
            false,
            listeners,
            Optional.empty());
    int calls = new StatPoll(Planner.plan(facts, Set.of())).calls(StatFilter.Kind.GAUGES).size();
    if (listeners.size() != 1999 || calls < 1) {
      throw new IllegalStateException("not the whole dump");
    }
  }

  private static List<ListenerFacts> dump(
      String first, int count, IntFunction<String> piece, String last) throws IOException {
    return ListenerDump.read(stream("{\"configs\":[" + first, count, piece, last + "]}"), Map.of())
        .stream()
        .map(ListenerVersion::listener)
        .toList();
  }

  private static String chain(int number, int length) {
    return (number == 0 ? "" : ",")
        + "{\"filters\":[{\"typed_config\":{\"@type\":\"x/y.HttpConnectionManager\","
        + "\"stat_prefix\":\"%s\"}}]}".formatted(text(number, length));
  }

  private static String longNames(int number) {
    String text = text(number, 4000);
    return "{\"name\":\"%s\",\"stat_prefix\":\"%s\",\"address\":{\"pipe\":{\"path\":\"/%s\"}}}"
        .formatted(text, text, text);
  }

  private static String ordinary(int number) {
    return "{\"name\":\"%s\",\"address\":{\"socket_address\":{\"address\":\"10.0.0.1\","
            .formatted(text(number, 80))
        + "\"port_value\":%d}},\"filter_chains\":[%s]}".formatted(number + 1, chain(0, 60));
  }

  /** A text of this length, and another one for each number. */
  private static String text(int number, int length) {
    String digits = Integer.toString(number);
    return "n".repeat(length - digits.length()) + digits;
  }

  private static InputStream stream(
      String first, int count, IntFunction<String> piece, String last) {
    List<InputStream> parts =
        new AbstractList<>() {
          @Override
          public InputStream get(int index) {
            String text = index == 0 ? first : index > count ? last : piece.apply(index - 1);
            return new ByteArrayInputStream(text.getBytes(UTF_8));
          }

          @Override
          public int size() {
            return count + 2;
          }
        };
    return new SequenceInputStream(Collections.enumeration(parts));
  }
}
