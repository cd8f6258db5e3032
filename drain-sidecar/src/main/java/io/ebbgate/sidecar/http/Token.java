package io.ebbgate.sidecar.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Optional;

/** The pod's token. Compared in constant time, and never printed. */
public final class Token {
  /** Stands in for a missing one while the other mistakes are looked for; never in use. */
  public static final String STAND_IN = "missing-missing-";

  private final byte[] text;

  private Token(byte[] text) {
    this.text = text;
  }

  /** The token of this text, where it can be one. */
  public static Optional<Token> of(String text) {
    return text.matches("[\\x21-\\x7e]{8,512}")
        ? Optional.of(new Token(text.getBytes(UTF_8)))
        : Optional.empty();
  }

  /** Whether somebody who says this has the token. */
  boolean matches(String said) {
    return MessageDigest.isEqual(text, said.getBytes(UTF_8));
  }

  @Override
  public String toString() {
    return "Token";
  }
}
