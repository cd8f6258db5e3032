package io.ebbgate.webhook.http;

import io.ebbgate.webhook.review.AdmissionRequest;

/** What came of reading a request's body. */
sealed interface DecodedReview {
  /** A review, and the name its answer has to carry. */
  record Valid(String uid, AdmissionRequest review) implements DecodedReview {}

  /** No review, and why not. */
  record Rejected(RejectReason refusal) implements DecodedReview {}
}
