package io.ebbgate.webhook;

import io.ebbgate.core.config.ConfigException;
import io.ebbgate.webhook.command.Commands;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program's subcommands; without one, its help. Exit codes are those of sysexits.h. */
@Command(
    name = "ebbgate",
    description = "Envoy-based gateways leave a Kubernetes cluster without losing a request.",
    mixinStandardHelpOptions = true,
    scope = CommandLine.ScopeType.INHERIT,
    versionProvider = Version.class)
public final class WebhookMain implements Callable<Integer> {
  private WebhookMain() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return Commands.addTo(
        new CommandLine(new WebhookMain()).addSubcommand(new ServeCommand()),
        Version.TEXT,
        System.in,
        System.out,
        System.err,
        InstantSource.system());
  }

  @Override
  public Integer call() {
    commandLine().usage(System.err);
    return ConfigException.EXIT_CODE;
  }
}
