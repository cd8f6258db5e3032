package io.ebbgate.webhook.switchover;

import io.ebbgate.core.switchover.SwitchoverFacts.CommandState;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** The operator's own command, which moves the database; runs at most once. */
public final class OperatorCommand {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final List<String> words;
  private final PrintStream out;
  private Optional<Process> process = Optional.empty();
  private Optional<String> failure = Optional.empty();

  /**
   * A command that has not started.
   *
   * @param out takes its output
   */
  OperatorCommand(List<String> words, PrintStream out) {
    this.words = words;
    this.out = out;
  }

  /** Whether a program of this name is there, as {@code execvp} finds it. */
  public static boolean isThere(String program) {
    if (program.indexOf('/') >= 0) {
      return Files.isExecutable(Path.of(program));
    }
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return List.of(path.split(":")).stream()
        .map(folder -> Path.of(folder, program))
        .anyMatch(file -> Files.isExecutable(file) && !Files.isDirectory(file));
  }

  void start() {
    try {
      Process started =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.INHERIT)
              .start();
      process = Optional.of(started);
      var _ = Thread.ofVirtual().name("command").start(() -> copy(started.getInputStream()));
    } catch (IOException e) {
      failure = Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private void copy(InputStream from) {
    try (from) {
      var _ = from.transferTo(out);
      out.flush();
    } catch (IOException _) {
      // It has ended.
    }
  }

  CommandState state() {
    if (failure.isPresent()) {
      return CommandState.FAILED;
    }
    if (process.isEmpty()) {
      return CommandState.NOT_STARTED;
    }
    if (process.get().isAlive()) {
      return CommandState.RUNNING;
    }
    return process.get().exitValue() == 0 ? CommandState.SUCCEEDED : CommandState.FAILED;
  }

  /** Waits until it ends where it runs, at most for this time. */
  void awaitEnd(Duration limit) throws InterruptedException {
    if (state() == CommandState.RUNNING) {
      var _ = process.orElseThrow().waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
    } else {
      Thread.sleep(limit);
    }
  }

  /** Of a command that has ended. */
  OptionalInt exitCode() {
    return process.filter(each -> !each.isAlive()).stream()
        .mapToInt(Process::exitValue)
        .findFirst();
  }

  /** Why it failed, as the end of a sentence. */
  String failure() {
    return failure.orElseGet(() -> "it exited with " + exitCode().orElse(-1));
  }

  /** Asks a command that still runs to end; it is not killed, since it may move a database. */
  void stop() throws InterruptedException {
    if (process.isPresent() && process.get().isAlive()) {
      process.get().destroy();
      var _ = process.get().waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
