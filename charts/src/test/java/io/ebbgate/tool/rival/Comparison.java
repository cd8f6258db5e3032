package io.ebbgate.tool.rival;

import io.ebbgate.core.testkit.ProcessMemory;
import io.ebbgate.tool.cluster.Gateway;
import io.ebbgate.tool.cluster.LoadProfile;
import io.ebbgate.tool.cluster.PodWatch;
import io.ebbgate.tool.cluster.ScenarioResult;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.demo.TestEnvironment;
import io.ebbgate.tool.node.MemoryWatch;
import io.ebbgate.tool.node.RivalImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * The same roll under the same load for several rivals.
 *
 * @param rounds how often each was given it
 */
public record Comparison(
    LoadProfile load, int rounds, TestEnvironment where, List<Result> results) {
  private static final Duration STEADY = Duration.ofSeconds(10);
  private static final int WARMING = 3;

  public Comparison {
    results = List.copyOf(results);
  }

  /**
   * Rolls every rival, one after the other in one cluster, and that again: other work of the
   * machine falls on one of them at a time. Results are written after every roll, so that none is
   * lost with a later one.
   *
   * @param name of the files with its results
   */
  public static Comparison run(Testbed testbed, LoadProfile load, int rounds, String name)
      throws IOException, InterruptedException {
    testbed.bring(RivalImages::pack);
    // The first rolls of a cluster measure compilers and cold disks; they count for no rival.
    for (int warming = 1; warming <= WARMING; warming++) {
      var _ = roll(testbed, load, "warming up " + warming, Rival.NONE);
    }
    TestEnvironment where = TestEnvironment.of(testbed.version(), load.rate());
    Map<Rival, List<Result>> rolls = new EnumMap<>(Rival.class);
    Comparison soFar = new Comparison(load, 0, where, List.of());
    for (int round = 1; round <= rounds; round++) {
      for (Rival rival : Rival.values()) {
        Result result = roll(testbed, load, name + " " + rival.name() + " " + round, rival);
        rolls.computeIfAbsent(rival, _ -> new ArrayList<>()).add(result);
        List<Result> sums = rolls.values().stream().map(Result::together).toList();
        soFar = new Comparison(load, round, where, sums);
        soFar.write(testbed.folder(), name);
      }
    }
    return soFar;
  }

  private static Result roll(Testbed testbed, LoadProfile load, String title, Rival rival)
      throws IOException, InterruptedException {
    AtomicReference<Optional<ProcessMemory>> memory = new AtomicReference<>(Optional.empty());
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

  public Result of(Rival rival) {
    return results.stream()
        .filter(each -> each.rival() == rival)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(rival + " did not take part"));
  }

  /** What was done, in a sentence. */
  String sentence() {
    String often = rounds == 1 ? "" : ", in %d rounds".formatted(rounds);
    return "Two gateway pods are replaced, one after the other%s; clients never try again."
        .formatted(often);
  }

  /** The load, in a sentence. */
  String clients() {
    return load.kinds().stream()
        .map(kind -> kind.wireName().replace('_', ' '))
        .collect(Collectors.joining(", ", load.rate() + " requests a second: ", "."));
  }

  /** Writes it as JSON, CSV, Markdown and SVG. */
  void write(Path folder, String name) throws IOException {
    Files.createDirectories(folder);
    var _ = Files.writeString(folder.resolve(name + ".json"), JsonText.of(this));
    var _ = Files.writeString(folder.resolve(name + ".csv"), CsvText.of(this));
    var _ = Files.writeString(folder.resolve(name + ".md"), MarkdownText.of(this));
    var _ = Files.writeString(folder.resolve(name + ".svg"), Picture.of(this));
  }
}
