package io.ebbgate.tool.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A request to the control server: a method, a path without its query, and a body. */
record ControlRequest(String method, String path, String body) {
  private static final Pattern FIRST_LINE =
      Pattern.compile("([A-Z]+) (/[^\\s?]*)(?:\\?\\S*)? HTTP/1\\.[01]");
  private static final int LONGEST_BODY = 65_536;

  /**
   * Reads one.
   *
   * @throws MistakeException for what is no HTTP/1.1 request, or has a body of unknown length
   */
  static ControlRequest read(LineInput in) throws IOException, InvalidRequestException {
    Matcher first = FIRST_LINE.matcher(in.line());
    if (!first.matches()) {
      throw new InvalidRequestException("The request can't be read; allowed is HTTP/1.1.");
    }
    HeaderFields fields = HeaderFields.read(in);
    String length = fields.text("content-length");
    if (!fields.text("transfer-encoding").isEmpty() || !length.matches("\\d{0,6}")) {
      throw new InvalidRequestException(
          "The body's length is missing; allowed is a Content-Length.");
    }
    int count = length.isEmpty() ? 0 : Integer.parseInt(length);
    if (count > LONGEST_BODY) {
      throw new InvalidRequestException(
          "The body has %d bytes; allowed are 65536.".formatted(count));
    }
    return new ControlRequest(first.group(1), first.group(2), text(in, count));
  }

  private static String text(InputStream in, int count) throws IOException {
    return new String(in.readNBytes(count), StandardCharsets.UTF_8);
  }
}
