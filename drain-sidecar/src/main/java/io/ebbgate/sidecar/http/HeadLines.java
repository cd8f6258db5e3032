package io.ebbgate.sidecar.http;

import io.ebbgate.core.config.TextCursor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * The lines of a request's head (RFC 9112, 2.1), each without its end.
 *
 * @param first the request line
 * @param fields the header lines
 */
record HeadLines(CharSequence first, List<CharSequence> fields) {
  /**
   * Splits a head at its line ends; those before the first line and after the last are left out.
   */
  static HeadLines of(CharSequence head) {
    int from = 0;
    int to = head.length();
    while (from < to && isLineEnd(head.charAt(from))) {
      from++;
    }
    while (to > from && isLineEnd(head.charAt(to - 1))) {
      to--;
    }
    List<CharSequence> lines = new ArrayList<>();
    for (int i = from; i < to; i++) {
      if (head.charAt(i) == '\n') {
        int end = i > from && head.charAt(i - 1) == '\r' ? i - 1 : i;
        lines.add(head.subSequence(from, end));
        from = i + 1;
      }
    }
    lines.add(head.subSequence(from, to));
    return new HeadLines(lines.getFirst(), lines.subList(1, lines.size()));
  }

  /**
   * The fields by lower-case name, values of one name joined by commas (RFC 9110, 5.2); empty where
   * a line is none: no blank before the colon (RFC 9112, 5.1), and no line that goes on (5.2).
   */
  Optional<Map<String, String>> headers() {
    Map<String, StringJoiner> values = new HashMap<>();
    for (CharSequence line : fields) {
      TextCursor cursor = new TextCursor(line);
      String name = cursor.take(HeadLines::isNameCharacter).toLowerCase(Locale.ROOT);
      boolean colon = cursor.skip(':');
      String value = cursor.take(character -> !isLineEnd(character));
      if (name.isEmpty() || !colon || !cursor.atEnd()) {
        return Optional.empty();
      }
      values.computeIfAbsent(name, _ -> new StringJoiner(",")).add(value.strip());
    }
    Map<String, String> headers = new HashMap<>();
    values.forEach((name, all) -> headers.put(name, all.toString()));
    return Optional.of(headers);
  }

  private static boolean isLineEnd(int character) {
    return character == '\r' || character == '\n';
  }

  /** RFC 9110, 5.6.2: {@code tchar}. */
  private static boolean isNameCharacter(int character) {
    return (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z')
        || TextCursor.isDigit(character)
        || "!#$%&'*+-.^_`|~".indexOf(character) >= 0;
  }
}
