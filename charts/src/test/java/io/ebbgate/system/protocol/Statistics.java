package io.ebbgate.system.protocol;

import io.ebbgate.core.testkit.RealEnvoy;
import java.io.IOException;
import java.io.UncheckedIOException;

/** An Envoy's own statistics. */
final class Statistics {
  private Statistics() {}

  /** The value of this one; 0 where Envoy has none of that name. */
  static long of(RealEnvoy envoy, String name) {
    try {
      return envoy
          .admin()
          .get("/stats?filter=^" + name.replace(".", "%5C.") + "$")
          .body()
          .lines()
          .filter(line -> line.startsWith(name + ": "))
          .mapToLong(line -> Long.parseLong(line.substring(name.length() + 2)))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
