package io.ebbgate.webhook.http;

import io.vertx.core.buffer.Buffer;

/** What came of receiving a request's body. */
sealed interface RequestBody {
  /** All of it. */
  record Complete(Buffer bytes) implements RequestBody {}

  /** Not all of it. */
  record Rejected(RejectReason refusal) implements RequestBody {}
}
