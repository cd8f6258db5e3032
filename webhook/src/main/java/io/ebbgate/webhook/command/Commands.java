package io.ebbgate.webhook.command;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The subcommands for users. */
public final class Commands {
  private Commands() {}

  /** Groups the commands that issue certificates. */
  @Command(name = "certs", synopsisSubcommandLabel = "dev", description = "Issues certificates.")
  private static final class CertsCommand {}

  /** Adds the subcommands to the program, and says what becomes of those that fail. */
  public static CommandLine addTo(
      CommandLine program,
      String version,
      InputStream in,
      PrintStream out,
      PrintStream err,
      InstantSource clock) {
    CommandLine certs =
        new CommandLine(new CertsCommand()).addSubcommand(new CertsDevCommand(err, clock));
    return CommandFailures.handle(
        program
            .addSubcommand(new InjectCommand(version, in, out, err))
            .addSubcommand(new ExplainCommand(version, in, out, Commands::isColorful))
            .addSubcommand(new AuditCommand(version, in, out, Commands::isColorful))
            .addSubcommand(new ProfilesCommand(out))
            .addSubcommand(new PolicyCommand(out))
            .addSubcommand(new InstallCommand(out))
            .addSubcommand(new VerifyCommand(out, err))
            .addSubcommand(new TestCommand(version, in, out, err, clock))
            .addSubcommand(new StatusCommand(out, err, clock))
            .addSubcommand(new SwitchoverCommand(in, out, err, clock))
            .addSubcommand(certs)
            .addSubcommand(new CompletionCommand(out)));
  }

  /** Whether the output is a terminal, and its user has not asked for no colours. */
  private static boolean isColorful() {
    return System.getenv("NO_COLOR") == null
        && Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  }
}
