package io.ebbgate.webhook.command;

import io.ebbgate.webhook.review.ReviewOutcome;

/** A reason as a sentence. */
final class Sentence {
  private Sentence() {}

  static String of(ReviewOutcome outcome) {
    String sentence = outcome.reason().sentence();
    return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1) + ".";
  }
}
