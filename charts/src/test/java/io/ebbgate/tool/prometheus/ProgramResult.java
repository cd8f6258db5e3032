package io.ebbgate.tool.prometheus;

import io.ebbgate.core.testkit.ChildProcesses;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * How a program ended.
 *
 * @param exit its exit code
 * @param output its standard output and error
 */
public record ProgramResult(int exit, String output) {
  /** Runs a program in a folder until it ends, with this text as its standard input. */
  static ProgramResult of(Path folder, List<String> command, String input) {
    try {
      Process process =
          ChildProcesses.adopt(
              new ProcessBuilder(command)
                  .directory(folder.toAbsolutePath().toFile())
                  .redirectErrorStream(true)
                  .start());
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      byte[] output = process.getInputStream().readAllBytes();
      return new ProgramResult(process.waitFor(), new String(output, StandardCharsets.UTF_8));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + command.getFirst() + " runs", stopped);
    }
  }
}
