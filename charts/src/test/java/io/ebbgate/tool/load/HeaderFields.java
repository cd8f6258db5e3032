package io.ebbgate.tool.load;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The header fields of an HTTP/1.1 message (RFC 9112 §5), by names in lower case. */
record HeaderFields(Map<String, String> values) {
  HeaderFields {
    values = Map.copyOf(values);
  }

  /** Reads them with the empty line behind. */
  static HeaderFields read(LineInput in) throws IOException {
    Map<String, String> values = new TreeMap<>();
    for (String field = in.line(); !field.isEmpty(); field = in.line()) {
      int colon = field.indexOf(':');
      if (colon < 1) {
        throw new ProtocolException("a header was expected");
      }
      values.put(
          field.substring(0, colon).toLowerCase(Locale.ROOT), field.substring(colon + 1).strip());
    }
    return new HeaderFields(values);
  }

  /** A value as it came, or empty. */
  String text(String name) {
    return values.getOrDefault(name, "");
  }

  /** A value in lower case, or empty. */
  String value(String name) {
    return text(name).toLowerCase(Locale.ROOT);
  }
}
