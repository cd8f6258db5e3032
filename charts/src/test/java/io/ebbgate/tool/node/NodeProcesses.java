package io.ebbgate.tool.node;

import io.ebbgate.core.testkit.ChildProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Programs that run beside the tests, stopped in the reverse order of their start.
 *
 * @param folder for their logs
 */
public record NodeProcesses(Path folder, SequencedMap<String, Process> running)
    implements AutoCloseable {
  private static final Duration STOP = Duration.ofSeconds(10);
  private static final Duration READY = Duration.ofSeconds(90);

  /** A condition that programs bring about. */
  interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  static NodeProcesses logging(Path folder) throws IOException {
    return new NodeProcesses(Files.createDirectories(folder), new LinkedHashMap<>());
  }

  /** Starts one; its log has its name. */
  Process run(String name, List<String> command) throws IOException {
    Process process =
        ChildProcesses.adopt(
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log(name).toFile())
                .start());
    running.put(name, process);
    return process;
  }

  /** Waits until that is ready, as long as all programs run. */
  void await(String what, Condition ready) throws IOException, InterruptedException {
    long began = System.nanoTime();
    while (!ready.holds()) {
      check();
      if (System.nanoTime() - began > READY.toNanos()) {
        throw new IOException(what + " is not ready after " + READY);
      }
      Thread.sleep(50);
    }
  }

  /** Throws with the end of its log if one has ended. */
  private void check() throws IOException {
    for (Map.Entry<String, Process> one : running.entrySet()) {
      if (!one.getValue().isAlive()) {
        List<String> lines = Files.readAllLines(log(one.getKey()));
        String end = String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        throw new IOException(one.getKey() + " has ended. The end of its log:\n" + end);
      }
    }
  }

  private Path log(String name) {
    return folder.resolve(name + ".log");
  }

  @Override
  public void close() {
    running.sequencedValues().reversed().forEach(process -> ChildProcesses.stop(process, STOP));
  }
}
