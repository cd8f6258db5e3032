package io.ebbgate.tool.load;

/** Somebody asked for what can't be done; the message says what, and what is allowed. */
final class InvalidRequestException extends Exception {
  private static final long serialVersionUID = 1;

  InvalidRequestException(String sentence) {
    super(sentence);
  }
}
