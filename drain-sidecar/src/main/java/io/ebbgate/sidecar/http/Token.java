package io.ebbgate.sidecar.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ebbgate.core.contract.Headers;
import java.security.MessageDigest;
import java.util.Optional;

/** The pod's token. Compared in constant time, and never printed. */
public final class Token {
  /** Replaces a missing token while the rest of the configuration is checked; never in use. */
  public static final String STAND_IN = "missing-missing-";

  private static final int SHORTEST = 8;
  private static final int LONGEST = 512;

  private final byte[] text;

  private Token(byte[] text) {
    this.text = text;
  }

  /** The token, or empty if the text is no valid one. */
  public static Optional<Token> of(String text) {
    return text.length() >= SHORTEST
            && text.length() <= LONGEST
            && text.chars().allMatch(character -> character > ' ' && character <= '~')
        ? Optional.of(new Token(text.getBytes(UTF_8)))
        : Optional.empty();
  }

  /** Whether the request's header contains the token. */
  boolean isIn(Request request) {
    return request
        .header(Headers.TOKEN)
        .filter(value -> MessageDigest.isEqual(text, value.getBytes(UTF_8)))
        .isPresent();
  }

  /** Passes requests with the token on; the others are forbidden. */
  HttpServer.Handler guard(HttpServer.Handler handler) {
    return request -> isIn(request) ? handler.handle(request) : Response.forbidden();
  }

  @Override
  public String toString() {
    return "Token";
  }
}
