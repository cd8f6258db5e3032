package io.ebbgate.webhook.http;

import io.ebbgate.core.contract.Paths;
import java.util.Locale;

/**
 * Why a request is rejected before it is reviewed. The sentence quotes nothing of the body, which
 * may carry secrets.
 */
enum RejectReason {
  EMPTY(400, "The body is empty; allowed is an AdmissionReview of admission.k8s.io/v1 as JSON."),
  NOT_JSON(400, "The body is not JSON in UTF-8; allowed is one AdmissionReview."),
  TOO_DEEP(400, "The body is nested too deep; allowed are 200 levels."),
  TOO_LONG(
      400, "The body has a text over 3145728, a name over 50000 or a number over 1000 characters."),
  TOO_MANY_VALUES(
      413,
      "The body has too many values; allowed are 200000 JSON tokens, 20000 in one list or object."),
  WRONG_VERSION(400, "The body is no AdmissionReview of admission.k8s.io/v1; no other is taken."),
  NO_REQUEST(400, "The AdmissionReview has no request; allowed is an object."),
  NO_UID(400, "The request has no uid; allowed is a text of 1 to 256 characters."),
  BAD_OBJECT(400, "The request's object is neither an object nor null; allowed is one of them."),
  BROKEN(400, "The request is not valid HTTP/1.1."),
  TOO_SLOW(408, "The body did not arrive in time."),
  NO_ROOM(503, "Too many large reviews at once; try again later."),
  TOO_LATE(503, "The review waited in the queue past the API server's timeout."),
  TOO_LARGE(413, "The body is too large; allowed are 7 MiB."),
  WRONG_TYPE(
      415,
      "The body's type is not taken; allowed is Content-Type: application/json, uncompressed."),
  WRONG_METHOD(405, "The method is not taken here; allowed is POST."),
  WRONG_PATH(404, "Nothing is here; reviews are taken at " + Paths.MUTATE + ".");

  private final int status;
  private final String sentence;

  RejectReason(int status, String sentence) {
    this.status = status;
    this.sentence = sentence;
  }

  int status() {
    return status;
  }

  String sentence() {
    return sentence;
  }

  /** Only the API server's own requests come too late: its connection is worth keeping. */
  Response.ConnectionUse connection() {
    return this == TOO_LATE ? Response.ConnectionUse.KEEP_ALIVE : Response.ConnectionUse.CLOSE;
  }

  /** The metric's label, {@code too_large}. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
