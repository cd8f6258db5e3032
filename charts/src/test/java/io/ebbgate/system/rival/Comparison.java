package io.ebbgate.system.rival;

import io.ebbgate.system.cluster.Load;
import io.ebbgate.system.load.Kind;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The same roll under the same load for several rivals. */
public record Comparison(Load load, Surroundings where, List<Result> results) {
  public Comparison {
    results = List.copyOf(results);
  }

  /** That rival's. */
  public Result of(Rival rival) {
    return results.stream()
        .filter(each -> each.rival() == rival)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(rival + " did not take part"));
  }

  /** What was done, in a sentence. */
  String sentence() {
    return String.format(
        Locale.ROOT,
        "Two gateway pods are replaced, one after the other, under %d requests a second (%s) from"
            + " clients that never try again.",
        load.rate(),
        load.kinds().stream()
            .map(Kind::word)
            .map(word -> word.replace('_', ' '))
            .collect(Collectors.joining(", ")));
  }
}
