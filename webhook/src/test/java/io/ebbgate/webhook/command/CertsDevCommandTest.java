package io.ebbgate.webhook.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertsDevCommandTest {
  @TempDir Path folder;

  private static CommandRun run(Path out, String... more) {
    Stream<String> arguments = Stream.of("certs", "dev", "--out", out.toString(), "--name");
    return CommandRun.of("", Stream.concat(arguments, Stream.of(more)).toArray(String[]::new));
  }

  @Test
  void writesThreeFiles() throws Exception {
    CommandRun run = run(folder, "localhost", "--name", "127.0.0.1", "--validity", "2d");

    assertThat(run.exitCode()).isZero();
    assertThat(Files.readString(folder.resolve("tls.crt"))).startsWith("-----BEGIN CERTIFICATE");
    assertThat(folder)
        .isDirectoryContaining("glob:**ca.crt")
        .isDirectoryContaining("glob:**tls.key");
  }

  @Test
  void refusesAnInvalidValidity() {
    CommandRun run = run(folder, "x", "--validity", "soon");

    assertThat(run.exitCode()).isNotZero();
    assertThat(run.err()).contains("--validity is \"soon\"; allowed is days such as 30d");
  }

  @Test
  void refusesAnInvalidName() {
    CommandRun run = run(folder, "not a name");

    assertThat(run.exitCode()).isEqualTo(64);
    assertThat(run.err()).hasLineCount(2).endsWith("\nSee ebbgate certs dev --help.\n");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void reportsAFolderThatCantBeWritten() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");

    CommandRun run = run(file, "localhost");

    assertThat(run.exitCode()).isEqualTo(73);
    assertThat(run.err()).isEqualTo(file + " is a file; allowed is a folder.\n");
  }
}
