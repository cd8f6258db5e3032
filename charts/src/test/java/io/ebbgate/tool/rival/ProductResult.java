package io.ebbgate.tool.rival;

import io.ebbgate.tool.cluster.PodHistory;
import io.ebbgate.tool.cluster.ScenarioResult;
import io.ebbgate.tool.product.Way;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a play did to a product's gateway that drains in one way.
 *
 * @param product with its version
 * @param severed those that were cut; connections and streams among them that no request was on
 * @param goneSeconds of each deleted pod, from its deletion to its end
 * @param readySeconds of each new pod, from its creation until it was ready
 * @param verdicts of the deleted pods, where they have any
 * @param holdSeconds of the same, from the hook to its answer
 * @param failedHooks how often the kubelet reported one
 * @param where the environment, in a line
 */
public record ProductResult(
    String product,
    Way way,
    Play play,
    long requests,
    long failed,
    long severed,
    List<Double> goneSeconds,
    List<Double> readySeconds,
    List<String> verdicts,
    List<Double> holdSeconds,
    long failedHooks,
    String where) {

  public ProductResult {
    goneSeconds = List.copyOf(goneSeconds);
    readySeconds = List.copyOf(readySeconds);
    verdicts = List.copyOf(verdicts);
    holdSeconds = List.copyOf(holdSeconds);
  }

  static ProductResult of(String product, Way way, Play play, ScenarioResult result, String where) {
    List<PodHistory> ended = result.terminated();
    return new ProductResult(
        product,
        way,
        play,
        result.report().requests(),
        result.tally().failed(),
        result.tally().severed(),
        seconds(ended.stream().flatMap(pod -> pod.terminating().stream())),
        seconds(
            result.pods().stream()
                .filter(pod -> pod.created().isAfter(result.from()))
                .flatMap(
                    pod -> pod.ready().map(at -> Duration.between(pod.created(), at)).stream())),
        ended.stream().map(PodHistory::wireName).filter(word -> !word.isEmpty()).toList(),
        seconds(ended.stream().flatMap(pod -> pod.holdTime().stream())),
        result.failedHooks(),
        where);
  }

  private static List<Double> seconds(Stream<Duration> durations) {
    return durations.map(each -> each.toMillis() / 1e3).toList();
  }

  /** How long the slowest pod took from its deletion to its end. */
  public double longestGone() {
    return goneSeconds.stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  /** Whether it is about the same play of the same product in the same way. */
  boolean replaces(ProductResult other) {
    return product.equals(other.product) && way == other.way && play == other.play;
  }
}
