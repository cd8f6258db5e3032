package io.ebbgate.tool.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Commands of this machine that are run to their end. */
public final class Commands {
  private static final long LIMIT_SECONDS = 120;

  private Commands() {}

  /**
   * Its output on both streams.
   *
   * @throws IOException with the output, where it fails
   */
  public static String run(List<String> command, String... more)
      throws IOException, InterruptedException {
    return run(new ProcessBuilder(with(command, more)).redirectErrorStream(true));
  }

  /** The same, of arguments with spaces between them. */
  public static String run(String command) throws IOException, InterruptedException {
    return run(List.of(command.split(" ")));
  }

  /** Its standard output; the other is ours. */
  public static String output(List<String> command, String... more)
      throws IOException, InterruptedException {
    return run(
        new ProcessBuilder(with(command, more)).redirectError(ProcessBuilder.Redirect.INHERIT));
  }

  private static List<String> with(List<String> command, String... more) {
    return Stream.concat(command.stream(), Stream.of(more)).toList();
  }

  private static String run(ProcessBuilder command) throws IOException, InterruptedException {
    Process process = command.start();
    process.getOutputStream().close();
    byte[] output = process.getInputStream().readAllBytes();
    String text = new String(output, StandardCharsets.UTF_8).strip();
    boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (!ended || process.exitValue() != 0) {
      throw new IOException(String.join(" ", command.command()) + " failed: " + text);
    }
    return text;
  }
}
