package io.ebbgate.system.prometheus;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** Prometheus' programs, as the machine has them. */
public final class Installed {
  private Installed() {}

  /**
   * Where a program is. A test that needs it is left out where there is none, and fails where
   * everything has to be there.
   */
  public static Path program(String name) {
    return find(name)
        .orElseThrow(() ->
            missing(
                name
                    + " is missing, and alerts and dashboard are not tried (Debian: apt-get install"
                    + " prometheus)."));
  }

  private static Optional<Path> find(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** What leaves a test out with this sentence; fails it where everything has to be there. */
  static TestAbortedException missing(String sentence) {
    if (System.getenv().getOrDefault("CI", "").equals("true")) {
      throw new AssertionError(sentence);
    }
    System.out.println(sentence);
    return new TestAbortedException(sentence);
  }
}
