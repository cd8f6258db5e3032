package io.ebbgate.tool.demo;

import io.ebbgate.tool.load.Tally;
import io.ebbgate.webhook.load.CleanClose;
import io.ebbgate.webhook.load.Exchange;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One rolling restart of two pods under load, in ticker nanoseconds.
 *
 * @param start of the load
 * @param end of the load
 * @param rollStart the first new pod was created
 * @param rollEnd the last old pod was gone
 */
record RollResult(
    String title,
    long start,
    long end,
    long rollStart,
    long rollEnd,
    List<DemoPod.Result> pods,
    List<Sample> samples,
    List<Exchange> exchanges,
    Map<CleanClose, Long> cleanCloses) {
  RollResult {
    pods = List.copyOf(pods);
    samples = List.copyOf(samples);
    exchanges = List.copyOf(exchanges);
    cleanCloses = Map.copyOf(cleanCloses);
  }

  Tally tally() {
    return Tally.of(exchanges, rollStart, rollEnd);
  }

  Duration length() {
    return Duration.ofNanos(end - start);
  }

  Duration roll() {
    return Duration.ofNanos(rollEnd - rollStart);
  }

  /** What the hooks did, in the order of the pods. */
  List<PreStopHold> holds() {
    return pods.stream().flatMap(pod -> pod.hold().stream()).toList();
  }
}
