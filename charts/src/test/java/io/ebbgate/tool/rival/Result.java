package io.ebbgate.tool.rival;

import io.ebbgate.core.testkit.ProcessMemory;
import io.ebbgate.tool.cluster.PodHistory;
import io.ebbgate.tool.cluster.ScenarioResult;
import io.ebbgate.tool.load.Tally;
import io.ebbgate.webhook.load.Ending;
import io.ebbgate.webhook.load.Kind;
import io.ebbgate.webhook.load.Latency;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The results of a rival's rolls: counts are their sums, times their medians.
 *
 * @param failures by cause; what was severed is among them
 * @param severed cut connections and streams, by the kind of client
 * @param roll from its beginning until the last old pod was removed
 * @param rolling of quick requests during the roll
 * @param steady of quick requests before and after it
 * @param failedHooks how often the kubelet reported one
 * @param memory the most of the container beside one Envoy
 */
public record Result(
    Rival rival,
    long requests,
    Map<Ending, Long> failures,
    Map<Kind, Long> severed,
    Duration roll,
    List<PodTermination> holds,
    Latency rolling,
    Latency steady,
    long failedHooks,
    Optional<ProcessMemory> memory) {

  /**
   * How long the termination of a pod took.
   *
   * @param terminating from its deletion to its end, as the API server showed them
   * @param verdict from the hook to its answer, where the helper reports it
   */
  public record PodTermination(Duration terminating, Optional<Duration> verdict) {
    static Optional<PodTermination> of(PodHistory pod) {
      return pod.terminating().map(terminating -> new PodTermination(terminating, pod.holdTime()));
    }
  }

  public Result {
    failures = inOrder(Ending.class, failures);
    severed = inOrder(Kind.class, severed);
    holds = List.copyOf(holds);
  }

  static Result of(Rival rival, ScenarioResult result, Optional<ProcessMemory> memory) {
    Tally tally = result.tally();
    return new Result(
        rival,
        tally.requests(),
        tally.failures(),
        tally.severedByKind(),
        result.untilRemoved(),
        result.terminated().stream().map(PodTermination::of).flatMap(Optional::stream).toList(),
        tally.inside(),
        tally.outside(),
        result.failedHooks(),
        memory);
  }

  /** Several rolls of one rival as one. */
  static Result together(List<Result> rolls) {
    return new Result(
        rolls.getFirst().rival(),
        rolls.stream().mapToLong(Result::requests).sum(),
        sums(rolls.stream().map(Result::failures)),
        sums(rolls.stream().map(Result::severed)),
        median(rolls.stream().map(Result::roll)),
        rolls.stream().flatMap(each -> each.holds().stream()).toList(),
        median(rolls, Result::rolling),
        median(rolls, Result::steady),
        rolls.stream().mapToLong(Result::failedHooks).sum(),
        rolls.stream().flatMap(each -> each.memory().stream()).reduce(ProcessMemory::most));
  }

  private static <K> Map<K, Long> sums(Stream<Map<K, Long>> counts) {
    return counts
        .flatMap(each -> each.entrySet().stream())
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum));
  }

  private static Latency median(List<Result> rolls, Function<Result, Latency> which) {
    return new Latency(
        rolls.stream().map(which).mapToLong(Latency::count).sum(),
        median(rolls.stream().map(which).map(Latency::p50)),
        median(rolls.stream().map(which).map(Latency::p99)));
  }

  /** Of an even number the greater of the two. */
  private static Duration median(Stream<Duration> durations) {
    List<Duration> sorted = durations.sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  /** Requests that failed, of every cause. */
  public long failed() {
    return sum(failures);
  }

  /** Connections and streams that were cut, of every kind. */
  public long severedInAll() {
    return sum(severed);
  }

  /** How much longer the slowest hundredth took in the roll than out of it. */
  double slower() {
    return (double) rolling.p99().toNanos() / Math.max(1, steady.p99().toNanos());
  }

  private static <K extends Enum<K>> Map<K, Long> inOrder(Class<K> type, Map<K, Long> counts) {
    Map<K, Long> ordered = new EnumMap<>(type);
    ordered.putAll(counts);
    return Collections.unmodifiableMap(ordered);
  }

  private static long sum(Map<?, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
