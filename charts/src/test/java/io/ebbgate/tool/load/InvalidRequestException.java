package io.ebbgate.tool.load;

/** An argument or request that can't be carried out; the message has what, and what is allowed. */
final class InvalidRequestException extends Exception {
  private static final long serialVersionUID = 1;

  InvalidRequestException(String sentence) {
    super(sentence);
  }
}
