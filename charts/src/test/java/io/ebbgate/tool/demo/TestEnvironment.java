package io.ebbgate.tool.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;

/** Where and of what something was measured. */
public record TestEnvironment(
    Environment environment, String kernel, String kubernetes, Instant date) {
  /** This machine and a Kubernetes of that version, now. */
  public static TestEnvironment of(String kubernetes, int rate) throws InterruptedException {
    Path root = Path.of(System.getProperty("ebbgate.root", "."));
    return new TestEnvironment(
        Environment.here(root, rate), System.getProperty("os.version"), kubernetes, Instant.now());
  }

  /** As an object of JSON has it. */
  public void write(ObjectNode node) {
    node.put("cores", environment.cores()).put("kernel", kernel);
    node.put("kubernetes", kubernetes).put("envoy", environment.envoy());
    node.put("jdk", environment.jdk()).put("commit", environment.commit());
    node.put("date", date.toString());
  }

  /** In a line. */
  public String line() {
    return "%d cores, Linux %s, Kubernetes %s, Envoy %s, JDK %s, commit %s, %s"
        .formatted(
            environment.cores(),
            kernel,
            kubernetes,
            environment.envoy(),
            environment.jdk(),
            environment.commit(),
            date.toString().substring(0, 10));
  }
}
