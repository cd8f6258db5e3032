package io.ebbgate.tool.wso2;

import io.ebbgate.tool.cluster.Gateway;
import io.ebbgate.tool.cluster.LoadProfile;
import io.ebbgate.tool.cluster.ScenarioResult;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.demo.TestEnvironment;
import io.ebbgate.tool.node.RuntimeImage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Rolling restarts of two gateway runtimes at half of the highest steady rate, with each drain. */
public record RuntimeRestart(
    LoadProfile load, SteadyRate steady, TestEnvironment where, List<RuntimeRoll> rolls) {
  private static final Duration STEADY = Duration.ofSeconds(10);

  public RuntimeRestart {
    rolls = List.copyOf(rolls);
  }

  /**
   * Runs it for every drain, one after the other in one cluster. Results are written after each, so
   * that none is lost with a later one.
   *
   * @param name of the files with its results
   */
  public static RuntimeRestart run(Testbed testbed, String name)
      throws IOException, InterruptedException {
    testbed.bring(RuntimeImage::pack);
    LoadProfile kinds = LoadProfile.baseline().keepingFailures();
    SteadyRate steady = SteadyRate.find(testbed, kinds);
    LoadProfile load = kinds.at(steady.whileRolling());
    TestEnvironment where = TestEnvironment.of(testbed.version(), load.rate());
    List<RuntimeRoll> rolls = new ArrayList<>();
    for (RuntimeDrain drain : RuntimeDrain.values()) {
      ScenarioResult result =
          testbed.run(
              name + " " + drain.name(),
              drain.scenario(Gateway::restart).under(load).steady(STEADY));
      double average = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
      rolls.add(RuntimeRoll.of(drain, result, testbed, average));
      new RuntimeRestart(load, steady, where, rolls).write(testbed.folder(), name);
    }
    return new RuntimeRestart(load, steady, where, rolls);
  }

  public RuntimeRoll of(RuntimeDrain drain) {
    return rolls.stream()
        .filter(each -> each.drain() == drain)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(drain + " did not take part"));
  }

  /** Writes it as JSON and Markdown. */
  void write(Path folder, String name) throws IOException {
    Files.createDirectories(folder);
    var _ = Files.writeString(folder.resolve(name + ".json"), RuntimeText.json(this));
    var _ = Files.writeString(folder.resolve(name + ".md"), RuntimeText.markdown(this));
  }
}
