package io.ebbgate.tool.node;

import io.ebbgate.core.testkit.ProcessMemory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Samples the memory of containers until it is closed. Their processes are found by their control
 * groups, whose names have the container's id; on nodes that are not this machine it finds none.
 */
public final class MemoryWatch implements AutoCloseable {
  private static final long EVERY_MILLIS = 250;

  private final Path proc;
  private final Set<String> containers;
  private final ScheduledExecutorService sampler =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("memory").factory());
  private Optional<ProcessMemory> most = Optional.empty();

  private MemoryWatch(Path proc, Set<String> containers) {
    this.proc = proc;
    this.containers = Set.copyOf(containers);
  }

  /** Begins; without a container there is nothing to sample. */
  public static MemoryWatch of(Set<String> containers) {
    MemoryWatch watch = new MemoryWatch(Path.of("/proc"), containers);
    if (!containers.isEmpty()) {
      Future<?> _ =
          watch.sampler.scheduleWithFixedDelay(
              watch::sample, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }
    return watch;
  }

  /** The memory that a container has now, all its processes together. */
  public static Optional<ProcessMemory> now(String container) {
    return once(Path.of("/proc"), Set.of(container));
  }

  /** Samples once the processes described in that folder. */
  static Optional<ProcessMemory> once(Path proc, Set<String> containers) {
    try (MemoryWatch watch = new MemoryWatch(proc, containers)) {
      watch.sample();
      return watch.most();
    }
  }

  /** The most that one container had, all its processes together. */
  public synchronized Optional<ProcessMemory> most() {
    return most;
  }

  private void sample() {
    Map<String, ProcessMemory> sums = new HashMap<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        add(process, sums);
      }
    } catch (IOException noProc) {
      return;
    }
    synchronized (this) {
      for (ProcessMemory sum : sums.values()) {
        most = Optional.of(most.orElse(ProcessMemory.NONE).most(sum));
      }
    }
  }

  private void add(Path process, Map<String, ProcessMemory> sums) {
    try {
      String groups = Files.readString(process.resolve("cgroup"));
      Optional<String> container = containers.stream().filter(groups::contains).findFirst();
      if (container.isPresent()) {
        ProcessMemory.parse(Files.readString(process.resolve("status")))
            .ifPresent(memory -> sums.merge(container.get(), memory, ProcessMemory::plus));
      }
    } catch (IOException ended) {
      // Between being listed and being read.
    }
  }

  @Override
  public void close() {
    sampler.close();
  }
}
