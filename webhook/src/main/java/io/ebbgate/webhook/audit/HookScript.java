package io.ebbgate.webhook.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The commands of an exec hook, those of a shell's script one by one. Reads enough of a shell's
 * grammar to name programs, and knows nothing of what they print.
 */
record HookScript(List<HookCommand> commands) {
  private static final Set<String> SHELLS = Set.of("sh", "bash", "ash", "dash");

  HookScript {
    commands = List.copyOf(commands);
  }

  /** Reads a hook's command. */
  static HookScript of(List<String> command, Map<String, String> env) {
    if (command.isEmpty()) {
      return new HookScript(List.of());
    }
    boolean shell =
        command.size() > 2
            && SHELLS.contains(HookCommand.base(command.get(0)))
            && isCommand(command.get(1));
    if (!shell) {
      return new HookScript(List.of(new HookCommand(command, true)));
    }
    List<HookCommand> commands = new ArrayList<>();
    commands.add(new HookCommand(List.of(command.getFirst()), true));
    commands.addAll(ScriptCommands.of(command.get(2), env));
    return new HookScript(commands);
  }

  /** {@code -c}, {@code -ec}. */
  private static boolean isCommand(String option) {
    return option.startsWith("-") && option.endsWith("c");
  }

  /** Names of the programs that it starts, without those that a shell has itself. */
  List<String> programs() {
    return commands.stream()
        .filter(HookCommand::startsProgram)
        .map(HookCommand::program)
        .distinct()
        .toList();
  }

  /** How long it sleeps in all; empty where a condition, a loop or an unknown value decides. */
  Optional<Duration> sleep() {
    Duration sum = Duration.ZERO;
    for (HookCommand each : commands) {
      if (each.isSleep()) {
        Optional<Duration> time = each.certain() ? each.sleep() : Optional.empty();
        if (time.isEmpty()) {
          return Optional.empty();
        }
        sum = sum.plus(time.get());
      }
    }
    return Optional.of(sum);
  }

  /** Whether it only waits. */
  boolean onlySleeps() {
    return programs().stream().allMatch(name -> name.equals("sleep") || SHELLS.contains(name))
        && programs().contains("sleep");
  }

  /** Its calls by curl and wget, in their order. */
  List<HookCall> calls() {
    return commands.stream().flatMap(each -> HookCall.in(each).stream()).toList();
  }

  /** Whether something waits before the first call of this path. */
  boolean sleepsBefore(String path) {
    for (HookCommand each : commands) {
      if (each.isSleep()) {
        return true;
      }
      if (each.words().stream().anyMatch(word -> word.contains(path))) {
        return false;
      }
    }
    return false;
  }
}
