package io.ebbgate.webhook.cluster;

import io.ebbgate.webhook.review.OneLine;

/** What a user asked for can't be carried out at this moment; the message is a sentence. */
public final class TryAgainException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With the sentence that is printed. */
  public TryAgainException(String sentence) {
    super(OneLine.of(sentence));
  }
}
