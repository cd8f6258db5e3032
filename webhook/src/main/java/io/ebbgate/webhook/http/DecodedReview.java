package io.ebbgate.webhook.http;

import io.ebbgate.webhook.review.AdmissionRequest;

/** The result of decoding a request's body. */
sealed interface DecodedReview {
  /** A review, and the uid that its response has to carry. */
  record Valid(String uid, AdmissionRequest review) implements DecodedReview {}

  /** Not a review. */
  record Rejected(RejectReason refusal) implements DecodedReview {}
}
