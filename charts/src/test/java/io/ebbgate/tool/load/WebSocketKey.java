package io.ebbgate.tool.load;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

/** A client's {@code Sec-WebSocket-Key} and the server's answer to it (RFC 6455 §4.2.2). */
record WebSocketKey(String text) {
  private static final String SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  static WebSocketKey random() {
    byte[] bytes = new byte[16];
    ThreadLocalRandom.current().nextBytes(bytes);
    return new WebSocketKey(Base64.getEncoder().encodeToString(bytes));
  }

  /** The server's answer to it. */
  String accept() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((text + SUFFIX).getBytes(StandardCharsets.ISO_8859_1));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException brokenJdk) {
      throw new IllegalStateException("This JDK has no SHA-1.", brokenJdk);
    }
  }
}
