package io.ebbgate.webhook.http;

import io.vertx.core.buffer.Buffer;

/** Bytes and what they are. */
record Answer(int status, String type, Buffer body, Afterwards afterwards) {
  static final String TYPE = "Content-Type";
  static final String JSON = "application/json";
  static final String TEXT = "text/plain; charset=utf-8";

  /** What becomes of the connection. */
  enum Afterwards {
    KEEP,
    CLOSE
  }

  /** A sentence for the API server's log and its caller. */
  static Answer sentence(int status, String sentence, Afterwards afterwards) {
    return new Answer(status, TEXT, Buffer.buffer(sentence + "\n"), afterwards);
  }
}
