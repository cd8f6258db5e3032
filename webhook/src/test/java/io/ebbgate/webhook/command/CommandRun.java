package io.ebbgate.webhook.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Exit code and output of a command. */
record CommandRun(int exitCode, String out, String err) {
  @Command(name = "ebbgate")
  private static final class Program implements Callable<Integer> {
    @Override
    public Integer call() {
      return 0;
    }
  }

  static CommandRun of(String input, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CommandRun run = to(new PrintStream(out, true, UTF_8), input, arguments);
    return new CommandRun(run.exitCode(), out.toString(UTF_8), run.err());
  }

  /** {@code explain} of a manifest. */
  static CommandRun explain(String manifest, String... more) {
    return of(manifest, reading("explain", more));
  }

  /** {@code inject} into a manifest. */
  static CommandRun inject(String manifest, String... more) {
    return of(manifest, reading("inject", more));
  }

  private static String[] reading(String command, String... more) {
    return Stream.concat(Stream.of(command, "-f", "-"), Stream.of(more)).toArray(String[]::new);
  }

  /** The failure with that exit code and that sentence. */
  static CommandRun failed(int exitCode, String sentence) {
    return new CommandRun(exitCode, "", sentence + "\n");
  }

  /** Runs it with another standard output. */
  static CommandRun to(PrintStream out, String input, String... arguments) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    CommandLine program =
        Commands.addTo(
            new CommandLine(new Program()),
            "1.2.3",
            new ByteArrayInputStream(input.getBytes(UTF_8)),
            out,
            new PrintStream(err, true, UTF_8),
            InstantSource.system());
    program.setErr(new PrintWriter(err, true, UTF_8));
    int exitCode = program.execute(arguments);
    return new CommandRun(exitCode, "", err.toString(UTF_8));
  }
}
