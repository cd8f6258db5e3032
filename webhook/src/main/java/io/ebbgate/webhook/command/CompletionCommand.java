package io.ebbgate.webhook.command;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ebbgate completion}: prints what a shell needs to complete the command line. */
@Command(
    name = "completion",
    description = "Prints a script that completes the command line in a shell.",
    footer = {
      "",
      "bash: source <(ebbgate completion bash)",
      "zsh:  source <(ebbgate completion zsh)",
      "fish: ebbgate completion fish > ~/.config/fish/completions/ebbgate.fish"
    })
final class CompletionCommand implements Callable<Integer> {
  /** By its name as a parameter. */
  enum Shell {
    bash,
    zsh,
    fish
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
  private Shell shell = Shell.bash;

  private final PrintStream out;

  CompletionCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() throws CommandException {
    CommandLine program = spec.root().commandLine();
    String name = program.getCommandName();
    switch (shell) {
      case bash -> out.print(AutoComplete.bash(name, program));
      case zsh -> {
        out.println("autoload -U +X compinit && compinit");
        out.println("autoload -U +X bashcompinit && bashcompinit");
        out.print(AutoComplete.bash(name, program));
      }
      case fish -> fish(program).forEach(out::println);
    }
    CommandException.checkWritten(out);
    return 0;
  }

  private static List<String> fish(CommandLine program) {
    String name = program.getCommandName();
    List<String> lines = new ArrayList<>();
    lines.add("complete -c " + name + " -f");
    program
        .getSubcommands()
        .forEach((word, command) -> {
          lines.add(
              "complete -c %s -n __fish_use_subcommand -a %s -d %s"
                  .formatted(
                      name, word, quoted(command.getCommandSpec().usageMessage().description())));
          for (OptionSpec option : command.getCommandSpec().options()) {
            lines.add(fish(name, word, option));
          }
        });
    return lines;
  }

  private static String fish(String name, String word, OptionSpec option) {
    StringBuilder line =
        new StringBuilder(
            "complete -c %s -n '__fish_seen_subcommand_from %s'".formatted(name, word));
    for (String each : option.names()) {
      line.append(each.startsWith("--") ? " -l " + each.substring(2) : " -s " + each.substring(1));
    }
    List<String> values = new ArrayList<>();
    if (option.completionCandidates() != null) {
      option.completionCandidates().forEach(values::add);
    }
    if (!values.isEmpty()) {
      line.append(" -x -a '").append(String.join(" ", values)).append('\'');
    } else if (option.arity().max() > 0) {
      line.append(" -r -F");
    }
    return line.append(" -d ").append(quoted(option.description())).toString();
  }

  /** The first line, in quotes of fish. */
  private static String quoted(String... description) {
    String first = description.length == 0 ? "" : description[0];
    return '\'' + first.replace("\\", "\\\\").replace("'", "\\'") + '\'';
  }
}
