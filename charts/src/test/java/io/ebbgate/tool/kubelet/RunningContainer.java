package io.ebbgate.tool.kubelet;

import io.ebbgate.core.testkit.ChildProcesses;
import io.ebbgate.tool.kubelet.PodEvent.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One container's process, and the next one after a restart. */
final class RunningContainer {
  private static final Duration FLOOR = Duration.ofSeconds(2);

  private final PodSpec.Container spec;
  private final PodSandbox sandbox;
  private final PodEvents events;
  private final CompletableFuture<Void> up = new CompletableFuture<>();
  private final CompletableFuture<Void> gone = new CompletableFuture<>();

  // Mutable state: replaced by a restart, under this object's lock.
  private @Nullable Process current;
  private CompletableFuture<Void> ended = CompletableFuture.completedFuture(null);
  private boolean ready;
  private boolean closed;

  RunningContainer(PodSpec.Container spec, PodSandbox sandbox, PodEvents events) {
    this.spec = spec;
    this.sandbox = sandbox;
    this.events = events;
  }

  PodSpec.Container spec() {
    return spec;
  }

  /** Starts the process; its output goes to the end of the container's log. */
  synchronized Process start() throws IOException {
    if (closed) {
      throw new IOException(spec.name() + " was closed.");
    }
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(spec.command());
    Path program = Path.of(spec.command().getFirst());
    if (program.isAbsolute() && !Files.isExecutable(program)) {
      throw new IOException(program + " can't be run.");
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(sandbox.folder().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(sandbox.log(spec.name()).toFile()));
    builder.environment().clear();
    builder.environment().putAll(spec.environment());
    Process process = ChildProcesses.adopt(builder.start());
    current = process;
    ready = false;
    events.add(Kind.STARTED, spec.name());
    ended =
        process
            .onExit()
            .thenRun(() -> {
              killLeftBehind(process.pid());
              events.add(Kind.EXITED, spec.name());
            });
    return process;
  }

  /**
   * A container ends with its first process, the init of its PID namespace. Here its processes
   * share a session.
   */
  private static void killLeftBehind(long session) {
    String kill = "kill -s KILL -- -%d 2> /dev/null || true".formatted(session);
    try {
      int _ = new ProcessBuilder("/bin/sh", "-c", kill).start().waitFor();
    } catch (IOException noShell) {
      throw new UncheckedIOException(noShell);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized boolean running() {
    return current != null && current.isAlive();
  }

  synchronized boolean runs(Process process) {
    return process.equals(current) && process.isAlive();
  }

  /**
   * Waits until the process has ended and its event is added; not at all where none was started.
   */
  void awaitEnd() throws InterruptedException {
    CompletableFuture<Void> end;
    synchronized (this) {
      end = ended;
    }
    Lifetime.await(end);
  }

  /** Completed when a process of the container has come up for the first time. */
  CompletableFuture<Void> up() {
    return up;
  }

  /** Completed when the pod's termination has stopped the container. */
  CompletableFuture<Void> gone() {
    return gone;
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
   * SIGTERM; SIGKILL when the grace is over, two seconds later at least. Returns when the process
   * has ended and its event is added.
   */
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
    if (!Lifetime.ends(end, grace.compareTo(FLOOR) < 0 ? FLOOR : grace)) {
      events.add(Kind.KILLED, spec.name());
      ChildProcesses.killNow(process);
      end.join();
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
