package io.ebbgate.sidecar.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether this machine lets the tests close connections by the kernel. */
public final class ForceCloseRights {
  private static final int NET_ADMIN = 12;
  private static final String EFFECTIVE = "CapEff:\t";

  private ForceCloseRights() {}

  /** Whether this process has an effective {@code CAP_NET_ADMIN}. */
  public static boolean here() throws IOException {
    List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
    return status.stream()
        .filter(line -> line.startsWith(EFFECTIVE))
        .anyMatch(line ->
            (Long.parseUnsignedLong(line.substring(EFFECTIVE.length()), 16) >> NET_ADMIN & 1) == 1);
  }
}
