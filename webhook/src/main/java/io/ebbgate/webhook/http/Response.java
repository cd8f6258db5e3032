package io.ebbgate.webhook.http;

import io.vertx.core.buffer.Buffer;

/** A response: bytes and their type. */
record Response(int status, String type, Buffer body, ConnectionUse connection) {
  static final String TYPE = "Content-Type";
  static final String JSON = "application/json";
  static final String TEXT = "text/plain; charset=utf-8";

  /** Whether the connection stays open. */
  enum ConnectionUse {
    KEEP_ALIVE,
    CLOSE
  }

  /** A sentence for the API server's log and its client. */
  static Response sentence(int status, String sentence, ConnectionUse connection) {
    return new Response(status, TEXT, Buffer.buffer(sentence + "\n"), connection);
  }
}
