package io.ebbgate.system.prometheus;

import io.ebbgate.core.testkit.ChildProcesses;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What a program printed, and how it ended. */
public record Said(int exit, String words) {
  /**
   * Of one that is run there.
   *
   * @param input what it reads
   */
  static Said of(Path folder, List<String> command, String input) {
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
      byte[] said = process.getInputStream().readAllBytes();
      return new Said(process.waitFor(), new String(said, StandardCharsets.UTF_8));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + command.getFirst() + " runs", stopped);
    }
  }
}
