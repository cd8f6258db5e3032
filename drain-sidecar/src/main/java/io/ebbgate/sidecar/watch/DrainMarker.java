package io.ebbgate.sidecar.watch;

import io.ebbgate.sidecar.log.JsonLog;
import io.ebbgate.sidecar.log.LogKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A file that survives a restart of this container, but not of the pod. It names the Envoy process
 * that this sidecar made DRAINING, so that the next run may undo that; except if its listeners were
 * stopped, since no call opens them again and a ready gateway must not refuse its clients.
 */
public final class DrainMarker {
  private static final String STOPPED = "its listeners were stopped";

  /** Envoy's uptime is in whole seconds, and its answer takes a while. */
  private static final Duration SLACK = Duration.ofSeconds(2);

  private record Content(Instant envoy, boolean stopped) {
    boolean names(Instant startedAt) {
      return Duration.between(envoy, startedAt).abs().compareTo(SLACK) <= 0;
    }
  }

  private final Path file;
  private final JsonLog log;

  public DrainMarker(Path file, JsonLog log) {
    this.file = file;
    this.log = log;
  }

  /** Whether this sidecar made the Envoy that was started then DRAINING, as far as is known. */
  public boolean names(Optional<Instant> envoy) {
    return envoy.flatMap(this::of).isPresent();
  }

  /** Whether it also stopped that Envoy's listeners. */
  public boolean stopped(Optional<Instant> envoy) {
    return envoy.flatMap(this::of).filter(Content::stopped).isPresent();
  }

  /**
   * Records that Envoy's health check is about to be failed. An Envoy whose start is unknown can't
   * be recognized later, and is not recorded.
   */
  public void failingReadiness(Optional<Instant> envoy, boolean stopped) {
    envoy.ifPresent(startedAt -> write(startedAt, stopped || stopped(envoy)));
  }

  /** Records whether the listeners of a recorded Envoy are about to be stopped. */
  public void stoppingListeners(Optional<Instant> envoy, boolean stopped) {
    envoy.filter(_ -> names(envoy)).ifPresent(startedAt -> write(startedAt, stopped));
  }

  public void remove() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      warn("marker file not removed", e);
    }
  }

  private Optional<Content> of(Instant envoy) {
    return read().filter(content -> content.names(envoy));
  }

  private Optional<Content> read() {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      List<String> lines = Files.readAllLines(file);
      boolean stopped = lines.contains(STOPPED);
      return lines.stream().findFirst().map(line -> new Content(Instant.parse(line), stopped));
    } catch (IOException | DateTimeException e) {
      warn("marker file not readable; Envoy is left as it is", e);
      return Optional.empty();
    }
  }

  private void write(Instant envoy, boolean stopped) {
    try {
      Files.write(file, stopped ? List.of(envoy.toString(), STOPPED) : List.of(envoy.toString()));
    } catch (IOException e) {
      warn("marker file not written", e);
    }
  }

  private void warn(String message, Exception e) {
    log.warn(message, LogKeys.PATH, file, LogKeys.CAUSE, e.getClass().getSimpleName());
  }
}
