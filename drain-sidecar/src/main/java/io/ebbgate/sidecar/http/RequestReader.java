package io.ebbgate.sidecar.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.ebbgate.core.config.TextCursor;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** Reads one small HTTP/1.x request (RFC 9112) within one time limit. */
final class RequestReader {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int LONGEST_HEAD = 8192;
  private static final int LONGEST_BODY = 1024;
  private static final int MOST_LENGTH_DIGITS = 9;
  private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1);

  /** The outcome of reading a request. */
  sealed interface Result {
    /** Whether it is a HEAD: the answer may have no content (RFC 9110, 9.3.2). */
    boolean head();

    /** The request arrived. */
    record Complete(Request request) implements Result {
      @Override
      public boolean head() {
        return request.method().equals("HEAD");
      }
    }

    /** It can't be read or is not supported; {@code response} is the answer. */
    record Malformed(Response response, boolean head) implements Result {}
  }

  private static final class BadRequestException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;

    BadRequestException(int status, String sentence) {
      super(sentence);
      this.status = status;
    }
  }

  private final Socket socket;
  private final long acceptedAt;
  private final InputStream in;
  private final byte[] buffer = new byte[1024];
  private int position;
  private int filled;
  private String method = "";
  private final long end = System.nanoTime() + LIMIT.toNanos();

  /** A reader of one connection; {@code acceptedAt} is when it was accepted. */
  RequestReader(Socket socket, long acceptedAt) throws IOException {
    this.socket = socket;
    this.acceptedAt = acceptedAt;
    this.in = socket.getInputStream();
  }

  /** Reads the request; throws if it is cut short or does not arrive in time. */
  Result read() throws IOException {
    try {
      return new Result.Complete(request());
    } catch (BadRequestException e) {
      Response response = Response.error(e.status, String.valueOf(e.getMessage()));
      return new Result.Malformed(response, method.equals("HEAD"));
    }
  }

  private Request request() throws IOException, BadRequestException {
    HeadLines lines = HeadLines.of(head());
    RequestLine first =
        RequestLine.parse(lines.first())
            .orElseThrow(
                () -> new BadRequestException(400, "The first line is no HTTP/1.1 request line."));
    method = first.method();
    Map<String, String> headers =
        lines
            .headers()
            .orElseThrow(
                () -> new BadRequestException(400, "A header line is no name, colon and value."));
    first.host().ifPresent(host -> headers.put("host", host));
    if (first.interim()) {
      expected(headers);
    }
    String target = first.target();
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    return new Request(
        method,
        path,
        query < 0 ? "" : target.substring(query + 1),
        headers,
        new String(body(headers), ISO_8859_1),
        acceptedAt);
  }

  /** Sends the interim response that a client may expect before its body (RFC 9110, 10.1.1). */
  private void expected(Map<String, String> headers) throws IOException, BadRequestException {
    String expectation = headers.getOrDefault("expect", "");
    if (expectation.equalsIgnoreCase("100-continue")) {
      if (length(headers) > 0) {
        socket.getOutputStream().write(CONTINUE);
      }
    } else if (!expectation.isEmpty()) {
      throw new BadRequestException(417, "Only 100-continue may be expected.");
    }
  }

  private String head() throws IOException, BadRequestException {
    // Grows with what arrives: most who connect under attack send nothing.
    byte[] bytes = new byte[256];
    int length = 0;
    while (length < LONGEST_HEAD) {
      if (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * length);
      }
      bytes[length++] = (byte) next();
      if (bytes[length - 1] == '\n' && blank(bytes, length)) {
        return new String(bytes, 0, length, ISO_8859_1);
      }
    }
    throw new BadRequestException(431, "The head is longer than " + LONGEST_HEAD + " bytes.");
  }

  private static boolean blank(byte[] bytes, int length) {
    return (length >= 2 && bytes[length - 2] == '\n')
        || (length >= 3 && bytes[length - 2] == '\r' && bytes[length - 3] == '\n');
  }

  private static int length(Map<String, String> headers) throws BadRequestException {
    if (headers.containsKey("transfer-encoding")) {
      throw new BadRequestException(411, "A body needs a Content-Length.");
    }
    TextCursor text = new TextCursor(headers.getOrDefault("content-length", "0"));
    OptionalInt number = text.number(MOST_LENGTH_DIGITS);
    if (number.isEmpty() || !text.atEnd()) {
      throw new BadRequestException(400, "The Content-Length is no number.");
    }
    int length = number.getAsInt();
    if (length > LONGEST_BODY) {
      throw new BadRequestException(413, "The body is longer than " + LONGEST_BODY + " bytes.");
    }
    return length;
  }

  private byte[] body(Map<String, String> headers) throws IOException, BadRequestException {
    byte[] body = new byte[length(headers)];
    for (int i = 0; i < body.length; i++) {
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
      throw new SocketTimeoutException("the request did not arrive in time");
    }
    socket.setSoTimeout((int) left);
    filled = in.read(buffer);
    position = 0;
    if (filled < 0) {
      throw new EOFException("the request ended early");
    }
  }
}
