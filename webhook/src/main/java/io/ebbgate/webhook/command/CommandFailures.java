package io.ebbgate.webhook.command;

import io.ebbgate.core.config.ConfigException;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.cluster.ForbiddenException;
import io.ebbgate.webhook.cluster.RefusedException;
import io.ebbgate.webhook.cluster.TryAgainException;
import io.ebbgate.webhook.http.StartException;
import io.ebbgate.webhook.profile.ProfileException;
import io.ebbgate.webhook.review.OneLine;
import java.io.IOException;
import picocli.CommandLine;

/**
 * What a command that fails prints, and its exit code, which is one of {@code sysexits.h}: one
 * sentence, or one for each mistake, and never a stack trace.
 */
final class CommandFailures {
  /** {@code EX_USAGE}. */
  private static final int USAGE = ConfigException.EXIT_CODE;

  /** {@code EX_UNAVAILABLE}. */
  private static final int UNAVAILABLE = 69;

  /** {@code EX_SOFTWARE}. */
  private static final int SOFTWARE = 70;

  /** Its settings come from the environment, and a person does not start it. */
  private static final String SERVE = "serve";

  private CommandFailures() {}

  /** Handles those of this program and its subcommands. */
  static CommandLine handle(CommandLine program) {
    return program
        .setParameterExceptionHandler(
            (e, _) -> misused(e.getCommandLine(), String.valueOf(e.getMessage())))
        .setExecutionExceptionHandler((e, command, _) -> failed(e, command));
  }

  private static int failed(Exception e, CommandLine command) {
    String message = String.valueOf(e.getMessage());
    return switch (e) {
      case ConfigException _, RefusedException _ -> misused(command, message);
      case ProfileException _ -> print(command, message, USAGE);
      case StartException _ -> print(command, message, StartException.EXIT_CODE);
      case ClusterException _ -> print(command, OneLine.of(message), UNAVAILABLE);
      case TryAgainException _ -> print(command, OneLine.of(message), CommandException.TEMPORARY);
      case ForbiddenException _ ->
          print(command, OneLine.of(message), CommandException.NO_PERMISSION);
      case CommandException refused ->
          refused.exitCode() == USAGE
              ? misused(command, message)
              : print(command, message, refused.exitCode());
      case IOException _ -> print(command, message, CommandException.NO_INPUT);
      default -> print(command, "The program has a mistake: " + place(e), SOFTWARE);
    };
  }

  /** With where its help is. */
  private static int misused(CommandLine command, String message) {
    String name = command.getCommandSpec().qualifiedName();
    boolean served = command.getCommandName().equals(SERVE);
    return print(command, served ? message : message + "\nSee " + name + " --help.", USAGE);
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
