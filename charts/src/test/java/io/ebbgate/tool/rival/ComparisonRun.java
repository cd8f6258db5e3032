package io.ebbgate.tool.rival;

import io.ebbgate.tool.cluster.Gateway;
import io.ebbgate.tool.cluster.LoadProfile;
import io.ebbgate.tool.cluster.PodWatch;
import io.ebbgate.tool.cluster.ScenarioResult;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.demo.TestEnvironment;
import io.ebbgate.tool.node.RivalImages;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * The same roll for every rival, one after the other in one cluster, and that again: other work of
 * the machine falls on one of them at a time.
 *
 * @param rounds how often each is given it
 * @param name of the files with its results
 */
public record ComparisonRun(Testbed testbed, LoadProfile load, int rounds, String name) {
  private static final Duration STEADY = Duration.ofSeconds(10);
  private static final int WARMING = 3;

  /** Runs it; results are written after every roll, so that none is lost with a later one. */
  public Comparison run() throws IOException, InterruptedException {
    testbed.bring(RivalImages::pack);
    // The first rolls of a cluster measure compilers and cold disks; they count for no rival.
    for (int warming = 1; warming <= WARMING; warming++) {
      var _ = roll("warming up " + warming, Rival.NONE);
    }
    TestEnvironment where = TestEnvironment.of(testbed.version(), load.rate());
    Map<Rival, List<Result>> rolls = new EnumMap<>(Rival.class);
    Comparison soFar = new Comparison(load, 0, where, List.of());
    for (int round = 1; round <= rounds; round++) {
      for (Rival rival : Rival.values()) {
        Result result = roll(name + " " + rival.name() + " " + round, rival);
        rolls.computeIfAbsent(rival, _ -> new ArrayList<>()).add(result);
        List<Result> sums = rolls.values().stream().map(Result::together).toList();
        soFar = new Comparison(load, round, where, sums);
        soFar.write(testbed.folder(), name);
      }
    }
    return soFar;
  }

  private Result roll(String title, Rival rival) throws IOException, InterruptedException {
    AtomicReference<Optional<Memory>> memory = new AtomicReference<>(Optional.empty());
    ScenarioResult result =
        testbed.run(
            title,
            rival
                .scenario(gateway -> {
                  try (MemoryWatch watch = MemoryWatch.of(helpers(rival, gateway))) {
                    gateway.restart();
                    memory.set(watch.most());
                  }
                })
                .under(load)
                .steady(STEADY));
    return Result.of(rival, result, memory.get());
  }

  /** The ids of the containers beside Envoy. */
  private static Set<String> helpers(Rival rival, Gateway gateway) {
    return gateway
        .pods()
        .staying()
        .flatMap(PodWatch::statuses)
        .filter(status -> rival.helper().filter(status.getName()::equals).isPresent())
        .map(status -> status.getContainerID().replaceFirst(".*://", ""))
        .collect(Collectors.toSet());
  }
}
