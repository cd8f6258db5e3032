package io.ebbgate.webhook.cluster;

/** Whoever asks lacks a right; the message says which. */
public final class ForbiddenException extends Exception {
  private static final long serialVersionUID = 1L;

  public ForbiddenException(String sentence) {
    super(sentence);
  }
}
