package io.ebbgate.webhook.cluster;

/** The user lacks a permission, which the message names. */
public final class ForbiddenException extends Exception {
  private static final long serialVersionUID = 1L;

  public ForbiddenException(String sentence) {
    super(sentence);
  }
}
