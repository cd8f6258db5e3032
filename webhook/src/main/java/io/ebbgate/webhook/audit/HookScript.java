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
 *
 * @param commands words of each, variables replaced as far as their value is known
 * @param loops whether one may run more than once, or only in some case
 */
record HookScript(List<List<String>> commands, boolean loops) {
  private static final Set<String> SHELLS = Set.of("sh", "bash", "ash", "dash");
  private static final Set<String> LOOPS = Set.of("while", "until", "for");

  /** Words that a command may follow. */
  private static final Set<String> KEYWORDS =
      Set.of("if", "then", "elif", "else", "do", "while", "until", "!", "{", "exec", "time");

  private static final Set<String> NO_COMMAND = Set.of("fi", "done", "}", "for", "case", "esac");

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

  private static final List<String> POST =
      List.of("POST", "PUT", "-d", "--data", "--data-raw", "--data-binary", "--post-data");

  HookScript {
    commands = commands.stream().map(List::copyOf).toList();
  }

  /** Reads a hook's command. */
  static HookScript of(List<String> command, Map<String, String> env) {
    boolean shell =
        command.size() > 2 && SHELLS.contains(base(command.get(0))) && isCommand(command.get(1));
    if (!shell) {
      return new HookScript(command.isEmpty() ? List.of() : List.of(command), false);
    }
    List<List<String>> commands = new ArrayList<>();
    commands.add(List.of(command.getFirst()));
    List<List<String>> script = new ShellWords(command.get(2), env).commands();
    boolean loops = false;
    for (List<String> words : script) {
      loops |= LOOPS.contains(words.getFirst());
      List<String> rest = words;
      while (!rest.isEmpty() && (KEYWORDS.contains(rest.getFirst()) || isValue(rest.getFirst()))) {
        rest = rest.subList(1, rest.size());
      }
      if (!rest.isEmpty() && !NO_COMMAND.contains(rest.getFirst())) {
        commands.add(rest);
      }
    }
    return new HookScript(commands, loops);
  }

  /** {@code -c}, {@code -ec}. */
  private static boolean isCommand(String option) {
    return option.startsWith("-") && option.endsWith("c");
  }

  /** {@code A=b}. */
  private static boolean isValue(String word) {
    int equals = word.indexOf('=');
    return equals > 0
        && word.chars().limit(equals).allMatch(c -> c == '_' || Character.isLetterOrDigit(c));
  }

  static String base(String program) {
    return program.substring(program.lastIndexOf('/') + 1);
  }

  /** Names of the programs that it starts, without those that a shell has itself. */
  List<String> programs() {
    return commands.stream()
        .map(words -> base(words.getFirst()))
        .filter(name -> !BUILT_IN.contains(name) && name.indexOf('$') < 0 && !name.isEmpty())
        .distinct()
        .toList();
  }

  /** How long it sleeps in all; empty where a loop or an unknown value decides. */
  Optional<Duration> sleep() {
    long seconds = 0;
    for (List<String> words : commands) {
      if (base(words.getFirst()).equals("sleep")) {
        Optional<Long> each = words.size() == 2 ? seconds(words.get(1)) : Optional.empty();
        if (loops || each.isEmpty()) {
          return Optional.empty();
        }
        seconds += each.get();
      }
    }
    return Optional.of(Duration.ofSeconds(seconds));
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

  /** Whether it only waits. */
  boolean onlySleeps() {
    return programs().stream().allMatch(name -> name.equals("sleep") || SHELLS.contains(name))
        && programs().contains("sleep");
  }

  /** A call of Envoy's admin interface, or of an agent's. */
  record Call(String url, boolean post) {
    /** Whether it is to this path. */
    boolean isTo(String path) {
      return url.contains(path);
    }
  }

  /** Its calls by curl and wget, in their order. */
  List<Call> calls() {
    List<Call> calls = new ArrayList<>();
    for (List<String> words : commands) {
      String program = base(words.getFirst());
      if (program.equals("curl") || program.equals("wget")) {
        boolean post = words.stream().anyMatch(HookScript::isPost);
        words.stream()
            .skip(1)
            .filter(word -> word.indexOf('/') >= 0)
            .forEach(url -> calls.add(new Call(url, post)));
      }
    }
    return calls;
  }

  private static boolean isPost(String word) {
    return POST.stream().anyMatch(each -> word.equals(each) || word.startsWith(each + "="))
        || word.equals("-XPOST")
        || word.equals("--method=POST")
        || word.equals("--request=POST")
        || word.startsWith("--post-file");
  }

  /** Whether something waits before the first call of this path. */
  boolean sleepsBefore(String path) {
    for (List<String> words : commands) {
      if (base(words.getFirst()).equals("sleep")) {
        return true;
      }
      if (words.stream().anyMatch(word -> word.contains(path))) {
        return false;
      }
    }
    return false;
  }
}
