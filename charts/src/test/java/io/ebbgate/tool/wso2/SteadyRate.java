package io.ebbgate.tool.wso2;

import io.ebbgate.tool.cluster.LoadProfile;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.ScenarioResult;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.webhook.load.Latency;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The highest rate that two runtimes carry on this machine while nothing happens to them.
 *
 * @param steps the rates that were tried, up to the first that was too high twice
 */
public record SteadyRate(List<Step> steps) {
  /** Up to that of WSO2's own experiment. */
  private static final List<Integer> RATES = List.of(1_000, 1_500, 2_000, 2_500, 3_200, 3_800);

  /** A machine that others use may be late once. */
  private static final int TRIES = 2;

  private static final Duration LENGTH = Duration.ofSeconds(6);

  /** Where requests pile up, half of them soon take longer. */
  private static final Duration LIMIT = Duration.ofMillis(50);

  /** One rate that was tried. */
  public record Step(int rate, long failed, Latency latency) {
    boolean steady() {
      return failed == 0 && latency.p50().compareTo(LIMIT) <= 0;
    }
  }

  public SteadyRate {
    steps = List.copyOf(steps);
  }

  static SteadyRate find(Testbed testbed, LoadProfile load)
      throws IOException, InterruptedException {
    List<Step> steps = new ArrayList<>();
    for (int rate : RATES) {
      int tries = 0;
      do {
        tries++;
        steps.add(step(testbed, load.at(rate), "steady at " + rate + " " + tries));
      } while (!steps.getLast().steady() && tries < TRIES);
      if (!steps.getLast().steady()) {
        break;
      }
    }
    return new SteadyRate(steps);
  }

  private static Step step(Testbed testbed, LoadProfile load, String name)
      throws IOException, InterruptedException {
    Scenario scenario =
        RuntimeDrain.NONE.scenario(_ -> TimeUnit.NANOSECONDS.sleep(LENGTH.toNanos()));
    ScenarioResult result = testbed.run(name, scenario.under(load));
    return new Step(load.rate(), result.tally().failed(), result.report().latency());
  }

  /** Half of the highest: pods that start need as much of the machine as requests do. */
  int whileRolling() {
    return highest() / 2;
  }

  /** The highest that was steady; the lowest of all where none was. */
  int highest() {
    return steps.stream().filter(Step::steady).mapToInt(Step::rate).max().orElse(RATES.getFirst());
  }
}
