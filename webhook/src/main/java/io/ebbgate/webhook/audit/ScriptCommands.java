package io.ebbgate.webhook.audit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds a shell script's commands, and which of them run in any case. */
final class ScriptCommands {
  /** What is between them and their end may run more than once, or not at all. */
  private static final Set<String> COMPOUND =
      Set.of("if", "while", "until", "for", "select", "case");

  private static final Set<String> COMPOUND_END = Set.of("fi", "done", "esac");

  /** The rest of their part is no command. */
  private static final Set<String> HEADS = Set.of("for", "select", "case");

  /** Words that a command may follow. */
  private static final Set<String> KEYWORDS =
      Set.of("then", "elif", "else", "do", "!", "exec", "time");

  private static final Set<String> EXITS = Set.of("exit", "return");

  private final List<HookCommand> commands = new ArrayList<>();
  private final Set<String> functions = new HashSet<>();

  /** For each compound command and group that is open, whether what is in it is certain to run. */
  private final Deque<Boolean> open = new ArrayDeque<>();

  /** Whether the next command runs whatever the one before it returns. */
  private boolean certain = true;

  private boolean mayHaveExited;

  /** Whether the pattern of a {@code case} is next, up to its parenthesis. */
  private boolean pattern;

  private ScriptCommands() {}

  /** The commands in their order. */
  static List<HookCommand> of(String script, Map<String, String> env) {
    ScriptCommands found = new ScriptCommands();
    new ShellWords(script, env).parts().forEach(found::read);
    return found.commands;
  }

  private void read(ShellWords.Part part) {
    boolean lineEnd = part.words().isEmpty() && part.end().equals("\n");
    if (lineEnd) {
      return;
    }
    if (pattern && !part.words().equals(List.of("esac"))) {
      pattern = !part.end().equals(")");
      return;
    }
    pattern = part.end().equals(";;");
    List<String> words = part.words();
    while (!words.isEmpty() && isBeforeCommand(words.getFirst())) {
      String word = words.getFirst();
      enter(word);
      if (word.equals("case")) {
        pattern = !part.end().equals(")");
        return;
      }
      words = HEADS.contains(word) ? List.of() : words.subList(1, words.size());
    }
    if (part.end().equals(ShellWords.FUNCTION)) {
      functions.addAll(words);
    } else if (!words.isEmpty() && !functions.contains(words.getFirst())) {
      boolean waits = !part.end().equals("&");
      commands.add(new HookCommand(words, isCertain() && waits && !mayHaveExited));
      mayHaveExited |= EXITS.contains(words.getFirst());
    }
    end(part.end());
  }

  private static boolean isBeforeCommand(String word) {
    return COMPOUND.contains(word)
        || COMPOUND_END.contains(word)
        || KEYWORDS.contains(word)
        || word.equals("{")
        || word.equals("}")
        || isValue(word);
  }

  /** {@code A=b}. */
  private static boolean isValue(String word) {
    int equals = word.indexOf('=');
    return equals > 0
        && word.chars().limit(equals).allMatch(c -> c == '_' || Character.isLetterOrDigit(c));
  }

  private void enter(String word) {
    if (COMPOUND.contains(word)) {
      open.push(false);
    } else if (word.equals("{")) {
      openGroup();
    } else if (COMPOUND_END.contains(word) || word.equals("}")) {
      open.poll();
    }
  }

  private void openGroup() {
    open.push(isCertain());
    certain = true;
  }

  private boolean isCertain() {
    return certain && (open.isEmpty() || open.getFirst());
  }

  private void end(String operator) {
    switch (operator) {
      case "&&", "||", ShellWords.FUNCTION -> certain = false;
      case "|", ShellWords.SUBSTITUTED -> {}
      case "(" -> openGroup();
      case ")" -> {
        open.poll();
        certain = true;
      }
      default -> certain = true;
    }
  }
}
