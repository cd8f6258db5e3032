package io.ebbgate.tool.chart;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.tool.demo.TestEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The numbers of a benchmark, with the environment they were measured in.
 *
 * @param numbers by their names
 */
public record Measurement(ObjectNode numbers) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public static Measurement nothing() {
    return new Measurement(JSON.createObjectNode());
  }

  public Measurement with(String name, long number) {
    var _ = numbers.put(name, number);
    return this;
  }

  /** Writes it to {@code charts/target/NAME.json} and prints it. */
  public void write(String name, InstalledCluster cluster)
      throws IOException, InterruptedException {
    Path root = Path.of(System.getProperty("ebbgate.root", ""));
    String kubernetes = cluster.admin().getKubernetesVersion().getGitVersion();
    TestEnvironment.of(kubernetes, 0).write(numbers.putObject("environment"));
    Path file = root.resolve("charts/target").resolve(name + ".json");
    Files.createDirectories(file.getParent());
    JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), numbers);
    System.out.println(numbers);
  }
}
