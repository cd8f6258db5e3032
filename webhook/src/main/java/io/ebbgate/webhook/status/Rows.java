package io.ebbgate.webhook.status;

import io.ebbgate.webhook.status.Answer.Silence;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What is made of the facts. */
final class Rows {
  private static final Answer NOT_YET = Answer.silent(Silence.ASKING);

  private Rows() {}

  /** Those that are there, in their order. */
  static List<Row> there(Facts facts) {
    return facts.pods().stream()
        .map(pod -> Row.of(pod, facts.answers().getOrDefault(pod.pod().uid(), NOT_YET)))
        .toList();
  }

  /** Those that are told of and are not there any more, the newest first. */
  static List<Row> gone(Facts facts) {
    Set<String> there =
        facts.pods().stream().map(pod -> pod.pod().uid()).collect(Collectors.toSet());
    return facts.past().orElse(List.of()).stream()
        .filter(drain -> !there.contains(drain.pod().uid()))
        .map(Row::of)
        .toList();
  }
}
