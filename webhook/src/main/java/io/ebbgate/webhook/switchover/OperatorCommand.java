package io.ebbgate.webhook.switchover;

import io.ebbgate.core.switchover.SwitchoverFacts.CommandState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The operator's own command, which moves the database; runs at most once. */
public final class OperatorCommand {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** The JDK has no way to lead a child's standard output to this process's standard error. */
  private static final List<String> TO_ERROR = List.of("sh", "-c", "exec \"$@\" >&2", "sh");

  private final List<String> words;
  private Optional<Process> process = Optional.empty();
  private Optional<String> failure = Optional.empty();

  /**
   * A command that has not started. Its output is this process's own, and no pipe, which would end
   * with this process: the command may go on after it.
   *
   * @param json its output goes to standard error, beside a document on standard output
   */
  OperatorCommand(List<String> words, boolean json) {
    this.words =
        json ? Stream.concat(TO_ERROR.stream(), words.stream()).toList() : List.copyOf(words);
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
      process = Optional.of(new ProcessBuilder(words).inheritIO().start());
    } catch (IOException e) {
      failure = Optional.of(String.valueOf(e.getMessage()));
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
