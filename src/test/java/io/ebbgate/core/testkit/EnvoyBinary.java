package io.ebbgate.core.testkit;

import java.nio.file.Files;
import java.nio.file.Path;

/** The Envoy that the build fetched, or the one named by {@code ENVOY_PATH}. */
public final class EnvoyBinary {
  private static final String OWN = "ENVOY_PATH";
  private static final String FETCHED = "ebbgate.envoy";

  private EnvoyBinary() {}

  /**
   * An executable file.
   *
   * @throws IllegalStateException if there is none: no test skips for want of an Envoy
   */
  public static Path path() {
    String own = System.getenv(OWN);
    String path = own == null || own.isEmpty() ? System.getProperty(FETCHED, "") : own;
    if (path.isEmpty() || !Files.isExecutable(Path.of(path))) {
      throw new IllegalStateException(
          "No Envoy at '%s': run Maven with -am, which fetches one, or set %s to a binary."
              .formatted(path, OWN));
    }
    return Path.of(path);
  }
}
