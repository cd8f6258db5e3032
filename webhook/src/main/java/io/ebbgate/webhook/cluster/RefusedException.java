package io.ebbgate.webhook.cluster;

import io.ebbgate.webhook.review.OneLine;

/** What a user asked for can't be carried out in this cluster; the message is a sentence. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With the sentence that is printed. */
  public RefusedException(String sentence) {
    super(OneLine.of(sentence));
  }
}
