package io.ebbgate.webhook.audit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Splits a shell's script into commands and their words, in one pass. Commands of a substitution
 * come before the one that they are part of; where files a redirection reads or writes is left out.
 */
final class ShellWords {
  /** The end of a command that is in a substitution. */
  static final String SUBSTITUTED = "$)";

  /** The parentheses after a function's name. */
  static final String FUNCTION = "()";

  /** A longer value is taken for an unknown one, so that many uses of it cost no memory. */
  private static final int LONGEST_VALUE = 200;

  /** Deeper substitutions are read as if they were none. */
  private static final int DEEPEST = 50;

  private static final List<String> ENDS = List.of("&&", "||", ";;", "&", "|", ";", "\n", "(", ")");

  /**
   * A command.
   *
   * @param words may be empty, as between two operators
   * @param end the operator after it
   */
  record Part(List<String> words, String end) {
    Part {
      words = List.copyOf(words);
    }
  }

  /** The script, or a substitution in it, as far as it is read. */
  private static final class Level {
    private final char end;
    private final StringBuilder word = new StringBuilder();
    private List<String> words = new ArrayList<>();
    private boolean inWord;
    private boolean redirected;
    private char quote;
    private int parentheses;

    private Level(char end) {
      this.end = end;
    }

    private void append(char next) {
      word.append(next);
      inWord = true;
    }

    private void endWord() {
      if (inWord && !redirected) {
        words.add(word.toString());
      }
      redirected &= !inWord;
      word.setLength(0);
      inWord = false;
    }
  }

  private final String script;
  private final Map<String, String> env;
  private final List<Part> parts = new ArrayList<>();
  private final Deque<Level> outer = new ArrayDeque<>();
  private Level level = new Level('\n');
  private int at;

  ShellWords(String script, Map<String, String> env) {
    this.script = script;
    this.env = env;
  }

  /** The commands in their order. */
  List<Part> parts() {
    while (at < script.length()) {
      char next = script.charAt(at++);
      if (level.quote == '\'') {
        quoted(next);
      } else if (next == '\\' && at < script.length()) {
        escaped(script.charAt(at++));
      } else if (next == '`') {
        backtick();
      } else if (next == '$') {
        dollar();
      } else if (next == '"' || level.quote == '"') {
        quoted(next);
      } else {
        unquoted(next);
      }
    }
    while (!outer.isEmpty()) {
      closeSubstitution();
    }
    endCommand("\n");
    return parts;
  }

  private void quoted(char next) {
    if (next == level.quote) {
      level.quote = 0;
    } else if (level.quote == 0) {
      level.quote = next;
      level.inWord = true;
    } else {
      level.append(next);
    }
  }

  /** A line that goes on has no character. */
  private void escaped(char next) {
    if (next != '\n') {
      level.append(next);
    }
  }

  private void unquoted(char next) {
    if (next == '\'') {
      quoted(next);
    } else if (next == ' ' || next == '\t' || next == '\r') {
      level.endWord();
    } else if (next == '>' || next == '<') {
      redirection();
    } else if (next == level.end && next == ')' && level.parentheses == 0) {
      closeSubstitution();
    } else if (";&|\n()".indexOf(next) >= 0) {
      operator();
    } else if (next == '#' && !level.inWord) {
      skipLine();
    } else {
      level.append(next);
    }
  }

  private void skipLine() {
    while (at < script.length() && script.charAt(at) != '\n') {
      at++;
    }
  }

  /** {@code >file}, {@code 2>&1}: the number before it and the word after it are no words. */
  private void redirection() {
    boolean number = level.word.chars().allMatch(c -> c >= '0' && c <= '9');
    level.inWord &= !number;
    level.endWord();
    while (at < script.length() && "<>&|".indexOf(script.charAt(at)) >= 0) {
      at++;
    }
    level.redirected = true;
  }

  private void operator() {
    int start = at - 1;
    if (script.startsWith("&>", start)) {
      at++;
      redirection();
      return;
    }
    String end =
        ENDS.stream().filter(each -> script.startsWith(each, start)).findFirst().orElseThrow();
    at = start + end.length();
    if (end.equals("(") && isFunction()) {
      at = script.indexOf(')', at) + 1;
      endCommand(FUNCTION);
      return;
    }
    level.parentheses += end.equals("(") ? 1 : end.equals(")") ? -1 : 0;
    endCommand(end);
  }

  /** Whether the parenthesis that was read is closed at once. */
  private boolean isFunction() {
    int next = at;
    while (next < script.length() && script.charAt(next) == ' ') {
      next++;
    }
    return script.startsWith(")", next);
  }

  private void backtick() {
    if (level.end == '`') {
      closeSubstitution();
    } else {
      openSubstitution('`');
    }
  }

  private void openSubstitution(char end) {
    if (outer.size() < DEEPEST) {
      outer.push(level);
      level = new Level(end);
    }
  }

  /** What it prints is not known. */
  private void closeSubstitution() {
    endCommand(SUBSTITUTED);
    level = outer.pop();
    level.append('$');
  }

  private void dollar() {
    if (script.startsWith("((", at)) {
      arithmetic();
    } else if (script.startsWith("(", at)) {
      at++;
      openSubstitution(')');
    } else {
      variable();
    }
  }

  /** A number that is not known. */
  private void arithmetic() {
    int end = script.indexOf("))", at);
    at = end < 0 ? script.length() : end + 2;
    level.append('$');
  }

  /** {@code $NAME} or <code>${NAME}</code>; of an unknown one the name stays. */
  private void variable() {
    level.inWord = true;
    boolean braces = at < script.length() && script.charAt(at) == '{';
    int start = braces ? at + 1 : at;
    int end = start;
    while (end < script.length()
        && (script.charAt(end) == '_' || Character.isLetterOrDigit(script.charAt(end)))) {
      end++;
    }
    boolean simple = end > start && (!braces || script.startsWith("}", end));
    String value = simple ? env.get(script.substring(start, end)) : null;
    if (value == null || value.length() > LONGEST_VALUE) {
      level.word.append('$');
      return;
    }
    level.word.append(value);
    at = braces ? end + 1 : end;
  }

  private void endCommand(String end) {
    level.endWord();
    level.redirected = false;
    parts.add(new Part(level.words, end));
    level.words = new ArrayList<>();
  }
}
