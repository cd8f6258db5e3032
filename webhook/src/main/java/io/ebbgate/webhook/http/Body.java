package io.ebbgate.webhook.http;

import io.vertx.core.buffer.Buffer;

/** What came of receiving a request's body. */
sealed interface Body {
  /** All of it. */
  record Whole(Buffer bytes) implements Body {}

  /** Not all of it. */
  record Broken(Refusal refusal) implements Body {}
}
