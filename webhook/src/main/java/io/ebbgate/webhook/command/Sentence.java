package io.ebbgate.webhook.command;

import io.ebbgate.webhook.review.Reviewed;

/** A reason as a sentence. */
final class Sentence {
  private Sentence() {}

  static String of(Reviewed reviewed) {
    String sentence = reviewed.reason().sentence();
    return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1) + ".";
  }
}
