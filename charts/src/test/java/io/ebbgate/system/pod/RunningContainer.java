package io.ebbgate.system.pod;

import io.ebbgate.core.testkit.ChildProcesses;
import io.ebbgate.system.pod.PodEvent.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One container's process, and the next one after a restart. */
final class RunningContainer {
  private final ContainerSpec spec;
  private final PodPlace place;
  private final PodEvents events;
  private final CompletableFuture<Void> up = new CompletableFuture<>();

  // Mutable state: replaced by a restart, under this object's lock.
  private @Nullable Process current;
  private CompletableFuture<Void> ended = CompletableFuture.completedFuture(null);
  private boolean ready;
  private boolean closed;

  RunningContainer(ContainerSpec spec, PodPlace place, PodEvents events) {
    this.spec = spec;
    this.place = place;
    this.events = events;
  }

  ContainerSpec spec() {
    return spec;
  }

  /** Starts the process; its output goes to the end of the container's log. */
  synchronized Process start() throws IOException {
    if (closed) {
      throw new IOException(spec.name() + " was closed.");
    }
    ProcessBuilder builder =
        new ProcessBuilder(spec.command())
            .directory(place.folder().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(place.log(spec.name()).toFile()));
    builder.environment().clear();
    builder.environment().putAll(spec.environment());
    Process process = ChildProcesses.adopt(builder.start());
    current = process;
    ready = false;
    events.add(Kind.STARTED, spec.name());
    ended = process.onExit().thenRun(() -> events.add(Kind.EXITED, spec.name()));
    return process;
  }

  synchronized boolean running() {
    return current != null && current.isAlive();
  }

  synchronized boolean runs(Process process) {
    return process.equals(current) && process.isAlive();
  }

  /** Waits until the process is gone, and was told to be; not at all where none was started. */
  void awaitEnd() throws InterruptedException {
    CompletableFuture<Void> end;
    synchronized (this) {
      end = ended;
    }
    try {
      end.get();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** A process of the container has come up. */
  void up() {
    up.complete(null);
  }

  /** Ends when a process of the container has come up for the first time. */
  CompletableFuture<Void> whenUp() {
    return up;
  }

  synchronized Stream<ProcessHandle> processes() {
    return current == null
        ? Stream.empty()
        : Stream.concat(Stream.of(current.toHandle()), current.descendants());
  }

  synchronized boolean ready() {
    return ready && running();
  }

  /** Notes whether the process is ready, if it is still the container's. */
  synchronized void ready(Process process, boolean now) {
    if (process.equals(current)) {
      ready = now;
    }
  }

  /**
   * SIGTERM; SIGKILL when the grace is over. Returns when the process is gone, and was told so. Its
   * children are killed with it, as by the end of a container's PID namespace.
   */
  void stop(Duration grace) throws InterruptedException {
    Process process;
    CompletableFuture<Void> end;
    List<ProcessHandle> children;
    synchronized (this) {
      if (current == null || !current.isAlive()) {
        return;
      }
      process = current;
      end = ended;
      children = current.descendants().toList();
    }
    events.add(Kind.TERMINATED, spec.name());
    process.destroy();
    if (!gone(end, grace)) {
      events.add(Kind.KILLED, spec.name());
      ChildProcesses.killNow(process);
      end.join();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }

  private static boolean gone(CompletableFuture<Void> end, Duration within)
      throws InterruptedException {
    try {
      end.get(within.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException stillThere) {
      return false;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Kills the process, and starts no other. */
  void close() {
    synchronized (this) {
      closed = true;
    }
    processes().forEach(ProcessHandle::destroyForcibly);
  }
}
