package io.ebbgate.sidecar.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.ebbgate.sidecar.drain.JsonText;
import java.io.ByteArrayOutputStream;
import java.util.Map;

/** An answer; the connection ends with it. */
record Response(int status, String type, Map<String, String> headers, String body) {
  Response {
    requireNonNull(type);
    headers = Map.copyOf(headers);
    requireNonNull(body);
  }

  static Response json(int status, String text) {
    return new Response(status, "application/json", Map.of(), text + "\n");
  }

  /** One sentence for people, as JSON. */
  static Response error(int status, String sentence) {
    return json(status, JsonText.object(json -> json.writeStringField("error", sentence)));
  }

  /**
   * What is sent.
   *
   * @param whole with its content, which an answer to HEAD has not (RFC 9110, 9.3.2)
   */
  byte[] bytes(boolean whole) {
    StringBuilder head = new StringBuilder();
    head.append("HTTP/1.1 ").append(status).append(' ').append(reason()).append("\r\n");
    head.append("Content-Type: ").append(type).append("\r\n");
    byte[] content = body.getBytes(UTF_8);
    head.append("Content-Length: ").append(content.length).append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Cache-Control: no-store\r\nConnection: close\r\n\r\n");
    ByteArrayOutputStream all = new ByteArrayOutputStream(head.length() + content.length);
    all.writeBytes(head.toString().getBytes(ISO_8859_1));
    if (whole) {
      all.writeBytes(content);
    }
    return all.toByteArray();
  }

  private String reason() {
    return switch (status) {
      case 200 -> "OK";
      case 202 -> "Accepted";
      case 400 -> "Bad Request";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 409 -> "Conflict";
      case 411 -> "Length Required";
      case 413 -> "Content Too Large";
      case 417 -> "Expectation Failed";
      case 431 -> "Request Header Fields Too Large";
      case 500 -> "Internal Server Error";
      case 503 -> "Service Unavailable";
      default -> "Error";
    };
  }
}
