package io.ebbgate.tool.rival;

import io.ebbgate.tool.cluster.ScenarioResult;
import io.ebbgate.webhook.load.Ending;
import io.ebbgate.webhook.load.Exchange;
import io.ebbgate.webhook.load.Kind;
import java.util.List;
import java.util.function.Predicate;

/**
 * What became of one kind of work: requests, streams or sessions.
 *
 * @param done came to their own end
 * @param lost failed in another way than by a cut: refused, without an answer in time
 * @param severed cut in the middle
 * @param reconnected clients that had a connection again after a cut
 */
record Work(Kind kind, long done, long lost, long severed, long reconnected) {
  static Work of(Kind kind, ScenarioResult result) {
    List<Ending> endings =
        result.report().exchanges().stream()
            .filter(each -> each.kind() == kind)
            .map(Exchange::ending)
            .toList();
    long severed = count(endings, Ending::severed);
    return new Work(
        kind,
        count(endings, ending -> !ending.failed()),
        count(endings, Ending::failed) - severed,
        severed,
        result.report().reconnections().getOrDefault(kind, 0L));
  }

  private static long count(List<Ending> endings, Predicate<Ending> which) {
    return endings.stream().filter(which).count();
  }

  /** What a drain with time enough loses none of: a cut is no loss where nothing has an end. */
  long failed() {
    return kind.endless() ? lost : lost + severed;
  }

  /** Cut although it had an end. */
  long severedWithEnd() {
    return kind.endless() ? 0 : severed;
  }
}
