package io.ebbgate.tool.demo;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.testkit.EnvoyBinary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Where a result was measured; numbers of different machines can't be compared. */
public record Environment(int cores, String jdk, String envoy, String commit, int rate) {
  private static final String UNKNOWN = "unknown";

  public Environment {
    requireNonNull(jdk);
    requireNonNull(envoy);
    requireNonNull(commit);
  }

  /** This machine and this source. */
  public static Environment here(Path root, int rate) throws InterruptedException {
    return new Environment(
        Runtime.getRuntime().availableProcessors(),
        Runtime.version().toString(),
        envoyVersion(answer(root, EnvoyBinary.path().toString(), "--version")),
        answer(root, "git", "rev-parse", "--short=12", "HEAD"),
        rate);
  }

  /** {@code .../envoy version: <sha>/1.40.0/Clean/RELEASE/BoringSSL} has it in the middle. */
  static String envoyVersion(String line) {
    List<String> parts = List.of(line.split("/", -1));
    int kind = parts.indexOf("Clean") < 0 ? parts.indexOf("Modified") : parts.indexOf("Clean");
    return kind < 1 ? UNKNOWN : parts.get(kind - 1);
  }

  /** What a command prints; a source archive has no commit. */
  private static String answer(Path folder, String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      byte[] output = process.getInputStream().readAllBytes();
      String text = new String(output, StandardCharsets.UTF_8).strip();
      return process.waitFor() == 0 && !text.isEmpty() ? text : UNKNOWN;
    } catch (IOException noSuchCommand) {
      return UNKNOWN;
    }
  }
}
