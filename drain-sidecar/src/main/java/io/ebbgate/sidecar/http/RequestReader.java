package io.ebbgate.sidecar.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one small HTTP/1.x request (RFC 9112), all of it within one time limit. */
final class RequestReader {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int LONGEST_HEAD = 8192;
  private static final int LONGEST_BODY = 1024;
  private static final Pattern FIRST = Pattern.compile("([A-Z]{1,16}) (/\\S*) HTTP/1\\.[01]");
  private static final Pattern LENGTH = Pattern.compile("\\d{1,9}");

  /** What was sent is no request we take; {@code status} says why. */
  static final class BadRequestException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;

    BadRequestException(int status, String sentence) {
      super(sentence);
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  private final Socket socket;
  private final InputStream in;
  private final byte[] buffer = new byte[1024];
  private int position;
  private int filled;
  private final long end = System.nanoTime() + LIMIT.toNanos();

  RequestReader(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
  }

  Request read() throws IOException, BadRequestException {
    String head = head();
    String[] lines = head.split("\r?\n", -1);
    Matcher first = FIRST.matcher(lines[0]);
    if (!first.matches()) {
      throw new BadRequestException(400, "The first line is no HTTP/1.1 request line.");
    }
    Map<String, String> headers = new HashMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        String name = lines[i].substring(0, colon).toLowerCase(Locale.ROOT);
        headers.merge(name, lines[i].substring(colon + 1).strip(), (a, b) -> a + "," + b);
      }
    }
    return Request.of(first.group(1), first.group(2), headers, body(headers));
  }

  private String head() throws IOException, BadRequestException {
    byte[] bytes = new byte[LONGEST_HEAD];
    int length = 0;
    while (length < LONGEST_HEAD) {
      bytes[length++] = (byte) next();
      if (bytes[length - 1] == '\n' && blank(bytes, length)) {
        return new String(bytes, 0, length, ISO_8859_1).strip();
      }
    }
    throw new BadRequestException(431, "The head is longer than " + LONGEST_HEAD + " bytes.");
  }

  private static boolean blank(byte[] bytes, int length) {
    return (length >= 2 && bytes[length - 2] == '\n')
        || (length >= 3 && bytes[length - 2] == '\r' && bytes[length - 3] == '\n');
  }

  private byte[] body(Map<String, String> headers) throws IOException, BadRequestException {
    if (headers.containsKey("transfer-encoding")) {
      throw new BadRequestException(411, "A body needs a Content-Length.");
    }
    String text = headers.getOrDefault("content-length", "0");
    if (!LENGTH.matcher(text).matches()) {
      throw new BadRequestException(400, "The Content-Length is no number.");
    }
    int length = Integer.parseInt(text);
    if (length > LONGEST_BODY) {
      throw new BadRequestException(413, "The body is longer than " + LONGEST_BODY + " bytes.");
    }
    byte[] body = new byte[length];
    for (int i = 0; i < length; i++) {
      body[i] = (byte) next();
    }
    return body;
  }

  private int next() throws IOException {
    if (position == filled) {
      fill();
    }
    return buffer[position++] & 0xff;
  }

  private void fill() throws IOException {
    long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    if (left <= 0) {
      throw new IOException("the request did not come in time");
    }
    socket.setSoTimeout((int) left);
    filled = in.read(buffer);
    position = 0;
    if (filled < 0) {
      throw new EOFException("the request ended early");
    }
  }
}
