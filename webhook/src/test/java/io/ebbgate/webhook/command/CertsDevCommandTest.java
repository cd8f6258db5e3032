package io.ebbgate.webhook.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertsDevCommandTest {
  @Test
  void writesThreeFiles(@TempDir Path folder) throws Exception {
    CommandRun run =
        CommandRun.of(
            "",
            "certs",
            "dev",
            "--out",
            folder.toString(),
            "--name",
            "localhost",
            "--name",
            "127.0.0.1",
            "--validity",
            "2d");

    assertThat(run.exitCode()).isZero();
    assertThat(Files.readString(folder.resolve("tls.crt"))).startsWith("-----BEGIN CERTIFICATE");
    assertThat(folder)
        .isDirectoryContaining("glob:**ca.crt")
        .isDirectoryContaining("glob:**tls.key");
  }

  @Test
  void refusesAnInvalidValidity(@TempDir Path folder) {
    CommandRun run =
        CommandRun.of(
            "", "certs", "dev", "--out", folder.toString(), "--name", "x", "--validity", "soon");

    assertThat(run.exitCode()).isNotZero();
    assertThat(run.err()).contains("--validity is \"soon\"; allowed is days such as 30d");
  }

  @Test
  void refusesAnInvalidName(@TempDir Path folder) {
    CommandRun run =
        CommandRun.of("", "certs", "dev", "--out", folder.toString(), "--name", "not a name");

    assertThat(run.exitCode()).isEqualTo(64);
    assertThat(run.err()).hasLineCount(1);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void reportsAFolderThatCantBeWritten(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");

    CommandRun run =
        CommandRun.of("", "certs", "dev", "--out", file.toString(), "--name", "localhost");

    assertThat(run.exitCode()).isEqualTo(73);
    assertThat(run.err()).contains(file.toString()).hasLineCount(1);
  }
}
