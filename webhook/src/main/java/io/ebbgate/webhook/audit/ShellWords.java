package io.ebbgate.webhook.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Splits a shell's script into commands and their words, in one pass. */
final class ShellWords {
  private final String script;
  private final Map<String, String> env;
  private final List<List<String>> commands = new ArrayList<>();
  private List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private int at;

  ShellWords(String script, Map<String, String> env) {
    this.script = script;
    this.env = env;
  }

  /** The commands that have a word. */
  List<List<String>> commands() {
    char quote = 0;
    while (at < script.length()) {
      char next = script.charAt(at++);
      if (quote == '\'') {
        quote = next == '\'' ? 0 : append(next, quote);
      } else if (next == '\\' && at < script.length()) {
        // A line that goes on has no character.
        if (script.charAt(at) != '\n') {
          append(script.charAt(at), quote);
        }
        at++;
      } else if (next == '"' || next == '\'') {
        inWord = true;
        quote = quote == 0 ? next : next == quote ? 0 : append(next, quote);
      } else if (next == '$') {
        variable();
      } else if (quote == 0 && ";&|\n()`".indexOf(next) >= 0) {
        endCommand();
      } else if (quote == 0 && (next == ' ' || next == '\t' || next == '\r')) {
        endWord();
      } else if (quote == 0 && next == '#' && !inWord) {
        skipLine();
      } else {
        append(next, quote);
      }
    }
    endCommand();
    return commands;
  }

  private char append(char next, char quote) {
    word.append(next);
    inWord = true;
    return quote;
  }

  private void skipLine() {
    while (at < script.length() && script.charAt(at) != '\n') {
      at++;
    }
  }

  /** {@code $NAME} or <code>${NAME}</code>; of an unknown one the name stays. */
  private void variable() {
    inWord = true;
    boolean braces = at < script.length() && script.charAt(at) == '{';
    int start = braces ? at + 1 : at;
    int end = start;
    while (end < script.length()
        && (script.charAt(end) == '_' || Character.isLetterOrDigit(script.charAt(end)))) {
      end++;
    }
    String name = script.substring(start, end);
    boolean simple = !name.isEmpty() && (!braces || script.startsWith("}", end));
    String value = simple ? env.get(name) : null;
    if (value == null) {
      word.append('$');
      return;
    }
    word.append(value);
    at = braces ? end + 1 : end;
  }

  private void endWord() {
    if (inWord) {
      words.add(word.toString());
    }
    word.setLength(0);
    inWord = false;
  }

  private void endCommand() {
    endWord();
    if (!words.isEmpty()) {
      commands.add(words);
    }
    words = new ArrayList<>();
  }
}
