package io.ebbgate.core.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The JVM's options in a program's image. */
public final class ImageOptions {
  private ImageOptions() {}

  /**
   * Each as one argument.
   *
   * @param module the program's folder, {@code drain-sidecar}
   */
  public static List<String> of(String module) throws IOException {
    Path file = Path.of(System.getProperty("ebbgate.root"), module, "src/image/java.args");
    try (Stream<String> lines = Files.lines(file)) {
      return lines.filter(line -> line.startsWith("-")).toList();
    }
  }
}
