package io.ebbgate.webhook.switchover;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.switchover.SwitchoverFacts.CommandState;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.ChildProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The operator's command writes where this program does, and may outlive it. */
@Timeout(120)
class OperatorCommandIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /**
   * Starts a command, asks it to end where it is ready to, and ends. Its arguments are {@code json}
   * or {@code text}, the file that is there when the command is ready, and the command.
   */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws InterruptedException {
      OperatorCommand command =
          new OperatorCommand(
              Arrays.asList(arguments).subList(2, arguments.length), arguments[0].equals("json"));
      command.start();
      while (command.state() == CommandState.RUNNING && !Files.exists(Path.of(arguments[1]))) {
        command.awaitEnd(Duration.ofMillis(10));
      }
      command.stop();
    }
  }

  @TempDir Path folder;

  private Path file(String name) {
    return folder.resolve(name);
  }

  /** Runs the program to its end. */
  private void run(String mode, String script) throws IOException, InterruptedException {
    List<String> line = ChildProcesses.quickJava(Program.class);
    String ready = file("ready").toString();
    line.addAll(List.of(mode, ready, "sh", "-c", script, "sh", ready, file("finished").toString()));
    Process program =
        ChildProcesses.adopt(
            new ProcessBuilder(line)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(file("out").toFile())
                .redirectError(file("err").toFile())
                .start());
    assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }

  private String text(String name) throws IOException {
    return Files.readString(file(name));
  }

  /** Its next line would end a command whose output is a pipe of a process that is gone. */
  @Test
  void aCommandThatGoesOnAfterTheEndOfTheProgramStillWrites() throws Exception {
    run(
        "text",
        """
        trap 'sleep 2; echo promoted; touch "$2"; exit' TERM
        touch "$1"
        while true; do sleep 0.05; done
        """);
    assertThat(text("out")).isEmpty();

    Await.until("it has finished", LIMIT, () -> Files.exists(file("finished")));

    assertThat(text("out")).isEqualTo("promoted\n");
  }

  @Test
  void theLastWordsOfACommandThatFailsAtOnceAreThere() throws Exception {
    run("text", "echo no quorum; echo not promoted >&2; exit 3");

    assertThat(text("out")).isEqualTo("no quorum\n");
    assertThat(text("err")).isEqualTo("not promoted\n");
  }

  @Test
  void besideADocumentItsOutputGoesToStandardError() throws Exception {
    run("json", "echo no quorum; echo not promoted >&2; exit 3");

    assertThat(text("out")).isEmpty();
    assertThat(text("err")).isEqualTo("no quorum\nnot promoted\n");
  }
}
