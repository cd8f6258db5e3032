package io.ebbgate.tool.prometheus;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** The programs of Prometheus on this machine's PATH. */
final class PrometheusPrograms {
  private PrometheusPrograms() {}

  /**
   * The path of a program.
   *
   * @throws TestAbortedException if it is missing, so that the test is skipped
   * @throws AssertionError if it is missing and {@code CI} is true
   */
  static Path path(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() ->
            missing(
                name
                    + " is missing, so alerts and dashboard are not tested (Debian: apt-get install"
                    + " prometheus)."));
  }

  /** An exception that skips the test with this sentence; if {@code CI} is true, the test fails. */
  static TestAbortedException missing(String sentence) {
    if (System.getenv().getOrDefault("CI", "").equals("true")) {
      throw new AssertionError(sentence);
    }
    System.out.println(sentence);
    return new TestAbortedException(sentence);
  }
}
