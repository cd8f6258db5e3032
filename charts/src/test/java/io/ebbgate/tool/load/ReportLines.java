package io.ebbgate.tool.load;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines of a report in order. One that is not as expected is an exception that says which. */
final class ReportLines {
  private static final int SHOWN = 120;

  private final String text;
  private int number;
  private int from;

  ReportLines(String text) {
    this.text = text;
  }

  /** A line of the expected form, and its parts from 1. */
  final class Row {
    private final int line;
    private final String allowed;
    private final MatchResult parts;

    private Row(int line, String allowed, MatchResult parts) {
      this.line = line;
      this.allowed = allowed;
      this.parts = parts;
    }

    String text(int part) {
      return parts.group(part);
    }

    long number(int part) throws IOException {
      try {
        return Long.parseLong(text(part));
      } catch (NumberFormatException tooLong) {
        throw wrong(line, text(part), allowed);
      }
    }

    <T> T word(int part, Function<String, Optional<T>> named) throws IOException {
      Optional<T> found = named.apply(text(part));
      if (found.isEmpty()) {
        throw wrong(line, text(part), allowed);
      }
      return found.get();
    }
  }

  /** Whether the next line begins with that. */
  boolean ahead(String beginning) {
    return text.startsWith(beginning, from);
  }

  /** Reads the next line; {@code allowed} says its form to people. */
  Row next(Pattern form, String allowed) throws IOException {
    number++;
    int end = text.indexOf('\n', from);
    if (end < 0) {
      throw wrong(number, text.substring(from) + "' and the end, '", allowed);
    }
    Matcher matcher = form.matcher(text).region(from, end);
    if (!matcher.matches()) {
      throw wrong(number, text.substring(from, end), allowed);
    }
    from = end + 1;
    return new Row(number, allowed, matcher.toMatchResult());
  }

  /** After the last line. */
  void end() throws IOException {
    if (from < text.length()) {
      throw wrong(number + 1, text.substring(from), "nothing more");
    }
  }

  private static IOException wrong(int line, String found, String allowed) {
    String shown = found.length() > SHOWN ? found.substring(0, SHOWN) + "..." : found;
    return new IOException(
        "Line %d of the report is '%s'; allowed is %s.".formatted(line, shown, allowed));
  }
}
