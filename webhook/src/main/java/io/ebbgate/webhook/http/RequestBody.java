package io.ebbgate.webhook.http;

import io.vertx.core.buffer.Buffer;

/** The result of receiving a request's body. */
sealed interface RequestBody {
  /** The whole body. */
  record Complete(Buffer bytes) implements RequestBody {}

  /** Not received in full. */
  record Rejected(RejectReason refusal) implements RequestBody {}
}
