package io.ebbgate.system.switchover;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.testkit.ChildProcesses;
import io.ebbgate.webhook.WebhookMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command as a process of its own, as an operator runs it. */
final class SwitchoverProcess {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * How it ended.
   *
   * @param out its standard output
   * @param err its standard error
   */
  record Ended(int exitCode, String out, String err) {
    /** The document that {@code -o json} prints. */
    JsonNode json() {
      try {
        return JSON.readTree(out);
      } catch (IOException e) {
        throw new AssertionError("no JSON: " + out + err, e);
      }
    }

    String outcome() {
      return json().path("outcome").asText();
    }
  }

  private final Process process;
  private final Path out;
  private final Path err;

  private SwitchoverProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  static SwitchoverProcess start(Path folder, Path kubeconfig, List<String> words)
      throws IOException {
    return start(folder, kubeconfig, words, Map.of());
  }

  /** The same with more variables in its environment. */
  static SwitchoverProcess start(
      Path folder, Path kubeconfig, List<String> words, Map<String, String> environment)
      throws IOException {
    List<String> command = ChildProcesses.quickJava(WebhookMain.class);
    command.addAll(List.of("switchover", "--kubeconfig=" + kubeconfig));
    command.addAll(words);
    Path out = Files.createTempFile(folder, "out", "");
    Path err = Files.createTempFile(folder, "err", "");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    return new SwitchoverProcess(ChildProcesses.adopt(builder.start()), out, err);
  }

  /** Sends it a signal, {@code INT} as Ctrl-C does. */
  void signal(String name) throws IOException, InterruptedException {
    int _ = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** What it has said so far. */
  String progress() {
    try {
      return Files.readString(err);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  boolean isRunning() {
    return process.isAlive();
  }

  /** Its end, which has to come. */
  Ended ended(long seconds) throws IOException, InterruptedException {
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      ChildProcesses.killNow(process);
      throw new AssertionError("still runs: " + Files.readString(out) + Files.readString(err));
    }
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
