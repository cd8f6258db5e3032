package io.ebbgate.tool.rival;

import io.ebbgate.core.verdict.VerdictFields;
import io.ebbgate.tool.cluster.PodHistory;
import io.ebbgate.tool.cluster.ScenarioResult;
import io.ebbgate.webhook.load.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one drain did with long work when both pods were deleted at once.
 *
 * @param time from the deletion until the last old pod was removed
 * @param verdicts of the deleted pods, where the drain reports any
 * @param failedHooks how often the kubelet reported one
 * @param loadAverage of the machine when it ended, over a minute
 */
public record HardResult(
    Rival rival,
    List<Work> work,
    Duration time,
    List<PodVerdict> verdicts,
    long failedHooks,
    double loadAverage) {

  /**
   * What a drain reports of a pod beside what clients saw of it.
   *
   * @param connections that it says were left at its end
   * @param cut connections through this pod that clients saw cut
   */
  public record PodVerdict(String verdict, Duration hold, long connections, long cut) {
    private static Optional<PodVerdict> of(PodHistory pod, ScenarioResult result) {
      return pod.verdict()
          .map(verdict ->
              new PodVerdict(
                  pod.wireName(),
                  pod.holdTime().orElseThrow(),
                  verdict.path(VerdictFields.CONNECTIONS).path(VerdictFields.END).asLong(),
                  cut(pod, result)));
    }

    /** By the pod's name or, for raw TCP, its address. A stream is no connection. */
    private static long cut(PodHistory pod, ScenarioResult result) {
      return result.report().exchanges().stream()
          .filter(each -> each.ending().severed())
          .filter(each -> each.pod().equals(pod.name()) || each.pod().equals(pod.address()))
          .count();
    }
  }

  public HardResult {
    work = List.copyOf(work);
    verdicts = List.copyOf(verdicts);
  }

  static HardResult of(Rival rival, ScenarioResult result, List<Kind> kinds, double loadAverage) {
    return new HardResult(
        rival,
        kinds.stream().map(kind -> Work.of(kind, result)).toList(),
        result.untilRemoved(),
        result.terminated().stream().flatMap(pod -> PodVerdict.of(pod, result).stream()).toList(),
        result.failedHooks(),
        loadAverage);
  }

  /** What was cut or lost although it has an end. */
  public long failed() {
    return work.stream().mapToLong(Work::failed).sum();
  }

  /** Those of the failed that were cut. */
  public long severed() {
    return work.stream().mapToLong(Work::severedWithEnd).sum();
  }

  /** Sessions without an end that were cut. */
  public long severedEndless() {
    return work.stream().filter(each -> each.kind().endless()).mapToLong(Work::severed).sum();
  }

  long done() {
    return work.stream().mapToLong(Work::done).sum();
  }
}
