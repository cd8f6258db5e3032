package io.ebbgate.sidecar.drain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A file that outlives this process, not the pod: while it is there, the Envoy that it names was
 * made DRAINING by this sidecar. One that was started anew may undo that, but for listeners that
 * were stopped: no call opens them again, and a gateway that is ready must not refuse its clients.
 */
final class Marker {
  private static final String STOPPED = "its listeners were stopped";

  /** Envoy tells its age in whole seconds, and its answer takes a while. */
  private static final Duration SLACK = Duration.ofSeconds(2);

  private record Mark(Instant envoy, boolean stopped) {
    boolean of(Instant startedAt) {
      return Duration.between(envoy, startedAt).abs().compareTo(SLACK) <= 0;
    }
  }

  private final Path file;
  private final JsonLog log;

  Marker(Path file, JsonLog log) {
    this.file = file;
    this.log = log;
  }

  /** The Envoy that was started then is DRAINING by us, as far as is known. */
  boolean names(Optional<Instant> envoy) {
    return envoy.flatMap(this::of).isPresent();
  }

  /** And its listeners were stopped. */
  boolean stopped(Optional<Instant> envoy) {
    return envoy.flatMap(this::of).filter(Mark::stopped).isPresent();
  }

  /**
   * Its health check is about to be failed. An Envoy that doesn't tell its age can't be known
   * again, and gets no mark.
   */
  void failing(Optional<Instant> envoy, boolean stopped) {
    envoy.ifPresent(startedAt -> write(startedAt, stopped || stopped(envoy)));
  }

  /** The listeners of one that is marked are about to be stopped, or were not after all. */
  void stopping(Optional<Instant> envoy, boolean stopped) {
    envoy.filter(_ -> names(envoy)).ifPresent(startedAt -> write(startedAt, stopped));
  }

  void remove() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      warn("the marker file was not removed", e);
    }
  }

  private Optional<Mark> of(Instant envoy) {
    return read().filter(mark -> mark.of(envoy));
  }

  private Optional<Mark> read() {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      List<String> lines = Files.readAllLines(file);
      boolean stopped = lines.contains(STOPPED);
      return lines.stream().findFirst().map(line -> new Mark(Instant.parse(line), stopped));
    } catch (IOException | DateTimeException e) {
      warn("the marker file can't be read; nothing is undone", e);
      return Optional.empty();
    }
  }

  private void write(Instant envoy, boolean stopped) {
    try {
      Files.write(file, stopped ? List.of(envoy.toString(), STOPPED) : List.of(envoy.toString()));
    } catch (IOException e) {
      warn("the marker file was not written", e);
    }
  }

  private void warn(String message, Exception e) {
    log.warn(message, LogKeys.PATH, file, LogKeys.CAUSE, e.getClass().getSimpleName());
  }
}
