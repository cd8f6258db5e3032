package io.ebbgate.webhook.audit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One command of a hook.
 *
 * @param words at least one, variables replaced as far as their value is known
 * @param certain whether it runs exactly once, and the hook waits for it
 */
record HookCommand(List<String> words, boolean certain) {
  /** What a shell does itself. */
  private static final Set<String> BUILT_IN =
      Set.of(
          ":",
          ".",
          "[",
          "[[",
          "break",
          "cd",
          "continue",
          "echo",
          "eval",
          "exit",
          "export",
          "false",
          "kill",
          "local",
          "printf",
          "read",
          "return",
          "set",
          "shift",
          "test",
          "trap",
          "true",
          "ulimit",
          "unset",
          "wait");

  HookCommand {
    words = List.copyOf(words);
  }

  /** The program's name without its folder. */
  String program() {
    return base(words.getFirst());
  }

  static String base(String program) {
    return program.substring(program.lastIndexOf('/') + 1);
  }

  /** Whether it starts a program whose name is known. */
  boolean startsProgram() {
    String name = program();
    return !BUILT_IN.contains(name) && name.indexOf('$') < 0 && !name.isEmpty();
  }

  boolean isSleep() {
    return program().equals("sleep");
  }

  /** How long a sleep takes; empty where its argument is not known. */
  Optional<Duration> sleep() {
    return words.size() == 2 ? seconds(words.get(1)).map(Duration::ofSeconds) : Optional.empty();
  }

  /** {@code 15}, {@code 15s}, {@code 1m}. */
  private static Optional<Long> seconds(String text) {
    long unit = text.endsWith("m") ? 60 : 1;
    String digits =
        text.endsWith("m") || text.endsWith("s") ? text.substring(0, text.length() - 1) : text;
    boolean number = !digits.isEmpty() && digits.length() < 7;
    return number && digits.chars().allMatch(c -> c >= '0' && c <= '9')
        ? Optional.of(Long.parseLong(digits) * unit)
        : Optional.empty();
  }
}
