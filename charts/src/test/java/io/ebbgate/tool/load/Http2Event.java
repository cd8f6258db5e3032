package io.ebbgate.tool.load;

/** What a server can say on an HTTP/2 connection that matters to its client. */
sealed interface Http2Event {
  /** An answer's head, an interim answer or trailers; status 0 where the block had none. */
  record Headers(int stream, int status, String pod, boolean end) implements Http2Event {}

  /** A part of an answer's body. */
  record Data(int stream, boolean end) implements Http2Event {}

  /** A stream was cut. */
  record Reset(int stream) implements Http2Event {}

  /** No new streams, and none above {@code last} was processed. */
  record Goaway(int last) implements Http2Event {}

  /** How many streams the server takes at once. */
  record MostStreams(int count) implements Http2Event {}
}
