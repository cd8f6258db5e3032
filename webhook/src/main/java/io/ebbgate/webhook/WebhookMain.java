package io.ebbgate.webhook;

import io.ebbgate.core.config.ConfigException;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.command.CommandException;
import io.ebbgate.webhook.command.Commands;
import io.ebbgate.webhook.http.StartException;
import io.ebbgate.webhook.profile.ProfileException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** The program's subcommands; without one, its help. Exit codes are those of sysexits.h. */
@Command(
    name = "ebbgate",
    description = "Envoy-based gateways leave a Kubernetes cluster without losing a request.",
    mixinStandardHelpOptions = true,
    scope = CommandLine.ScopeType.INHERIT,
    versionProvider = Version.class)
public final class WebhookMain implements Callable<Integer> {
  /** {@code EX_USAGE}. */
  private static final int USAGE = ConfigException.EXIT_CODE;

  /** {@code EX_NOINPUT}. */
  private static final int NO_INPUT = 66;

  /** {@code EX_UNAVAILABLE}. */
  private static final int UNAVAILABLE = 69;

  /** {@code EX_SOFTWARE}. */
  private static final int SOFTWARE = 70;

  private WebhookMain() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine commands = new CommandLine(new WebhookMain()).addSubcommand(new ServeCommand());
    Commands.addTo(
        commands, Version.TEXT, System.in, System.out, System.err, InstantSource.system());
    commands.setParameterExceptionHandler(
        (e, _) -> misused(e.getCommandLine(), String.valueOf(e.getMessage())));
    commands.setExecutionExceptionHandler((e, command, _) -> failed(e, command));
    return commands;
  }

  @Override
  public Integer call() {
    commandLine().usage(System.err);
    return USAGE;
  }

  /** One sentence, or one for each mistake; never a stack trace. */
  private static int failed(Exception e, CommandLine command) {
    String message = String.valueOf(e.getMessage());
    return switch (e) {
      case ConfigException _ -> misused(command, message);
      case ProfileException _ -> print(command, message, ConfigException.EXIT_CODE);
      case StartException _ -> print(command, message, StartException.EXIT_CODE);
      case ClusterException _ -> print(command, message, UNAVAILABLE);
      case CommandException refused ->
          refused.exitCode() == USAGE
              ? misused(command, message)
              : print(command, message, refused.exitCode());
      case IOException _ -> print(command, message, NO_INPUT);
      default -> print(command, "The program has a mistake: " + place(e), SOFTWARE);
    };
  }

  /** With where its help is; {@code serve} has no options, and is started by no person. */
  private static int misused(CommandLine command, String message) {
    CommandSpec spec = command.getCommandSpec();
    boolean served = spec.userObject() instanceof ServeCommand;
    return print(
        command, served ? message : message + "\nSee " + spec.qualifiedName() + " --help.", USAGE);
  }

  /** Not the exception's text, which may quote a manifest. */
  private static String place(Exception e) {
    StackTraceElement[] trace = e.getStackTrace();
    return e.getClass().getName() + (trace.length == 0 ? "." : " at " + trace[0] + ".");
  }

  private static int print(CommandLine command, String sentence, int exitCode) {
    command.getErr().println(sentence);
    return exitCode;
  }
}
