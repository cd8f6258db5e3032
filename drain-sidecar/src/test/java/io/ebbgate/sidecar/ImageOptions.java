package io.ebbgate.sidecar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The JVM's options in the image. */
public final class ImageOptions {
  private static final Path FILE =
      Path.of(System.getProperty("ebbgate.root"), "drain-sidecar/src/image/java.args");

  private ImageOptions() {}

  /** Each as one argument. */
  public static List<String> all() throws IOException {
    try (Stream<String> lines = Files.lines(FILE)) {
      return lines.filter(line -> line.startsWith("-")).toList();
    }
  }
}
