package io.ebbgate.webhook.http;

import io.ebbgate.webhook.review.PodReview;

/** What came of reading a request's body. */
sealed interface Ask {
  /** A review, and the name its answer has to carry. */
  record Asked(String uid, PodReview review) implements Ask {}

  /** No review, and why not. */
  record Refused(Refusal refusal) implements Ask {}
}
