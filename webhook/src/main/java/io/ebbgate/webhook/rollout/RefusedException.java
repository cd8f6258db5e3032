package io.ebbgate.webhook.rollout;

import io.ebbgate.webhook.review.OneLine;

/** A test that can't be carried out as it was asked for; the message is a sentence. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  RefusedException(String sentence) {
    super(OneLine.of(sentence));
  }
}
