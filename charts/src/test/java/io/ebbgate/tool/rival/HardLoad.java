package io.ebbgate.tool.rival;

import io.ebbgate.tool.cluster.Gateway;
import io.ebbgate.tool.cluster.LoadProfile;
import io.ebbgate.tool.cluster.ScenarioResult;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.demo.TestEnvironment;
import io.ebbgate.tool.node.RivalImages;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Long work of every kind on gateways whose two pods are deleted at once, for several rivals. */
public record HardLoad(LoadProfile load, TestEnvironment where, List<HardResult> results) {
  /** Longer than a session, so that at the deletion each is at another point of its life. */
  private static final Duration STEADY = Duration.ofSeconds(48);

  public HardLoad {
    results = List.copyOf(results);
  }

  /**
   * Runs it for every rival, one after the other in one cluster. Results are written after each, so
   * that none is lost with a later one.
   *
   * @param name of the files with its results
   */
  public static HardLoad run(Testbed testbed, String name)
      throws IOException, InterruptedException {
    testbed.bring(RivalImages::pack);
    LoadProfile load = LoadProfile.hard();
    TestEnvironment where = TestEnvironment.of(testbed.version(), load.rate());
    List<HardResult> results = new ArrayList<>();
    for (Rival rival : Rival.values()) {
      ScenarioResult result =
          testbed.run(
              name + " " + rival.name(),
              rival.scenario(HardLoad::deleteBoth).under(load).steady(STEADY));
      double average = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
      results.add(HardResult.of(rival, result, load.kinds(), average));
      new HardLoad(load, where, results).write(testbed.folder(), name);
    }
    return new HardLoad(load, where, results);
  }

  private static void deleteBoth(Gateway gateway) throws IOException, InterruptedException {
    gateway.delete(gateway.pods().names());
  }

  public HardResult of(Rival rival) {
    return results.stream()
        .filter(each -> each.rival() == rival)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(rival + " did not take part"));
  }

  /** What was done, in a sentence. */
  String sentence() {
    return "Both gateway pods are deleted at once; clients never try again. Not counted: the ends"
        + " of database sessions, which have none of their own.";
  }

  /** The load, in a sentence. */
  String clients() {
    return "%d WebSockets of %d s, answers after 20 s, gRPC streams of 40 s, database sessions, health checks every 5 s, %d other requests a second."
        .formatted(load.webSockets(), load.sessions().toSeconds(), load.rate());
  }

  /** Writes it as JSON, Markdown and SVG. */
  void write(Path folder, String name) throws IOException {
    Files.createDirectories(folder);
    var _ = Files.writeString(folder.resolve(name + ".json"), HardText.json(this));
    var _ = Files.writeString(folder.resolve(name + ".md"), HardText.markdown(this));
    var _ = Files.writeString(folder.resolve(name + ".svg"), Picture.of(this));
  }
}
