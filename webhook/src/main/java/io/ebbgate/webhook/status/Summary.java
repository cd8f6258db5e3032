package io.ebbgate.webhook.status;

import io.ebbgate.webhook.status.Row.State;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All pods in a line: {@code 3 serving, 2 draining, 4 gone (3 clean, 1 lingered)}. */
final class Summary {
  private Summary() {}

  static String of(List<Row> there, List<Row> gone, Scope scope) {
    Map<State, Long> counted =
        there.stream()
            .collect(
                Collectors.groupingBy(
                    Row::state, () -> new EnumMap<>(State.class), Collectors.counting()));
    List<String> parts = new ArrayList<>();
    counted.forEach((state, number) -> parts.add(number + " " + state.wireName()));
    if (!gone.isEmpty()) {
      parts.add(gone.size() + " " + State.GONE.wireName() + verdicts(gone));
    }
    return parts.isEmpty() ? "No injected pod" + scope.title() + "." : String.join(", ", parts);
  }

  private static String verdicts(List<Row> gone) {
    return gone.stream()
        .flatMap(row -> row.verdict().stream())
        .collect(Collectors.groupingBy(each -> each, TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(each -> each.getValue() + " " + each.getKey().wireName())
        .collect(Collectors.joining(", ", " (", ")"));
  }
}
