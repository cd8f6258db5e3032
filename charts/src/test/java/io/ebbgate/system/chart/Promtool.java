package io.ebbgate.system.chart;

import static org.junit.jupiter.api.Assertions.fail;

import io.ebbgate.core.testkit.ChildProcesses;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * Prometheus' own program that reads rules and tries them. Where it is missing the test is skipped,
 * and fails on a machine that has to have it.
 */
final class Promtool {
  private static final String MISSING =
      "promtool is not on the PATH, so the chart's rules can't be tried; Debian's package"
          + " prometheus has it.";

  private Promtool() {}

  /** What it says and how it ends. */
  record Said(int exit, String words) {}

  static Said run(Path folder, List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("promtool"));
    command.addAll(arguments);
    Process process;
    try {
      process =
          ChildProcesses.adopt(
              new ProcessBuilder(command)
                  .directory(folder.toFile())
                  .redirectErrorStream(true)
                  .start());
    } catch (IOException missing) {
      return abort(missing);
    }
    String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), words);
  }

  private static Said abort(IOException missing) {
    return "true".equals(System.getenv("CI")) ? fail(MISSING, missing) : Assumptions.abort(MISSING);
  }
}
