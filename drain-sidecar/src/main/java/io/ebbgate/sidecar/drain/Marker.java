package io.ebbgate.sidecar.drain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that outlives this process, not the pod: while it is there, a DRAINING Envoy was made so
 * by this sidecar, and a sidecar that was started anew may undo it.
 */
final class Marker {
  private final Path file;
  private final JsonLog log;

  Marker(Path file, JsonLog log) {
    this.file = file;
    this.log = log;
  }

  boolean present() {
    return Files.isRegularFile(file);
  }

  void set() {
    try {
      Files.writeString(file, "This sidecar failed Envoy's health check.\n");
    } catch (IOException e) {
      warn("the marker file was not written", e);
    }
  }

  void remove() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      warn("the marker file was not removed", e);
    }
  }

  private void warn(String message, IOException e) {
    log.warn(message, LogKeys.PATH, file, LogKeys.CAUSE, e.getClass().getSimpleName());
  }
}
