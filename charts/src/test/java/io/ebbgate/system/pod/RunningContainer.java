package io.ebbgate.system.pod;

import io.ebbgate.core.testkit.ChildProcesses;
import io.ebbgate.system.pod.PodEvent.Kind;
import java.io.IOException;
import java.time.Duration;
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
  private volatile boolean ready;

  // Mutable state: replaced by a restart, under this object's lock.
  private @Nullable Process current;
  private CompletableFuture<Void> ended = CompletableFuture.completedFuture(null);

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
    ProcessBuilder builder =
        new ProcessBuilder(spec.command())
            .directory(place.folder().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(place.log(spec.name()).toFile()));
    builder.environment().clear();
    builder.environment().putAll(spec.environment());
    Process process = ChildProcesses.adopt(builder.start());
    current = process;
    events.add(Kind.STARTED, spec.name());
    ended = process.onExit().thenRun(() -> events.add(Kind.EXITED, spec.name()));
    return process;
  }

  synchronized boolean running() {
    return current != null && current.isAlive();
  }

  synchronized Stream<ProcessHandle> processes() {
    return current == null
        ? Stream.empty()
        : Stream.concat(Stream.of(current.toHandle()), current.descendants());
  }

  boolean ready() {
    return ready && running();
  }

  void ready(boolean now) {
    ready = now;
  }

  /** SIGTERM; SIGKILL when the grace is over. Returns when the process is gone, and was told so. */
  void stop(Duration grace) throws InterruptedException {
    Process process;
    CompletableFuture<Void> end;
    synchronized (this) {
      if (current == null || !current.isAlive()) {
        return;
      }
      process = current;
      end = ended;
    }
    events.add(Kind.TERMINATED, spec.name());
    process.destroy();
    if (!gone(end, grace)) {
      events.add(Kind.KILLED, spec.name());
      ChildProcesses.killNow(process);
      end.join();
    }
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

  void kill() {
    processes().forEach(ProcessHandle::destroyForcibly);
  }
}
