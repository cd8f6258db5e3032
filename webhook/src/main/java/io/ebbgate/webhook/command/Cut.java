package io.ebbgate.webhook.command;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a YAML document's value begins and ends among what surrounds it. Cutting too little costs a
 * comment in a changed document, cutting too much would cost a value.
 */
record Cut(int start, int end) {
  private static final Pattern END = Pattern.compile("(?m)^\\.\\.\\.(?=[ \\t\\r\\n]|\\z)");

  /** A text that keeps the line ends behind it. */
  private static final Pattern KEEPS = Pattern.compile("[|>][0-9]?\\+");

  /** Of a part that has at most one separator, at its beginning. */
  static Cut of(String part) {
    int start = part.startsWith("\uFEFF") ? 1 : 0;
    while (start < part.length() && surrounds(part, start)) {
      start = next(part, start);
    }
    if (part.startsWith("--- ", start) || part.startsWith("---\t", start)) {
      start += "--- ".length();
    }
    Matcher marker = END.matcher(part);
    int end = marker.find(start) ? marker.start() : part.length();
    if (KEEPS.matcher(part).find(start)) {
      return new Cut(start, end);
    }
    int line = end;
    while (line > start && trails(part, line)) {
      line = previous(part, line);
    }
    return new Cut(start, Math.max(line, start));
  }

  /** A line without a value: blank, a comment, a directive, a separator alone. */
  private static boolean surrounds(String part, int from) {
    String line = part.substring(from, next(part, from));
    boolean separator = line.startsWith("---") && line.substring(3).matches("(\\s.*)?\\R?");
    String rest = (separator ? line.substring(3) : line).strip();
    return rest.isEmpty() || rest.startsWith("#") || line.startsWith("%");
  }

  /** The line that ends there is blank, or a comment that no text can contain. */
  private static boolean trails(String part, int end) {
    String line = part.substring(previous(part, end), end);
    return line.isBlank() || line.startsWith("#");
  }

  private static int next(String part, int from) {
    int end = part.indexOf('\n', from);
    return end < 0 ? part.length() : end + 1;
  }

  private static int previous(String part, int end) {
    return part.lastIndexOf('\n', end - 2) + 1;
  }
}
