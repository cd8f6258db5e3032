package io.ebbgate.webhook.load;

import io.ebbgate.core.contract.WireName;

/**
 * How a request or a session ended. Everything but {@link #ANSWERED} is a failure: nothing is
 * retried.
 */
public enum Ending {
  /** A whole answer with a 2xx status, or a session that its client ended. */
  ANSWERED,
  /** The connection was refused. */
  REFUSED,
  /** The connection broke before the request was written. */
  CUT_BEFORE_SENT,
  /** The connection or stream ended after the request was written, before any answer or echo. */
  CUT_UNANSWERED,
  /** The connection or stream ended in the middle of the answer, or of a session with echoes. */
  CUT_IN_ANSWER,
  /**
   * HTTP/2: a GOAWAY that came after the request says it was not processed. A client could safely
   * repeat it; it counts as failed all the same, since many don't and a two-phase GOAWAY never does
   * this.
   */
  GOAWAY_REFUSED,
  /** A whole answer with another status, or an upgrade answered with another than 101. */
  STATUS,
  /** No whole answer or echo within the limit. */
  TIMEOUT,
  /** The answer was not of the protocol, or an echo not what was sent. */
  GARBLED;

  /** Whether the client lost something. */
  public boolean failed() {
    return this != ANSWERED;
  }

  /** Whether a connection or stream was cut with this request in flight. */
  public boolean severed() {
    return switch (this) {
      case CUT_UNANSWERED, CUT_IN_ANSWER, GOAWAY_REFUSED -> true;
      case ANSWERED, REFUSED, CUT_BEFORE_SENT, STATUS, TIMEOUT, GARBLED -> false;
    };
  }

  /** As it is written in reports, {@code cut_in_answer}. */
  public String wireName() {
    return WireName.of(this);
  }
}
