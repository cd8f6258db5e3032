package io.ebbgate.sidecar.close;

import io.ebbgate.core.close.CloseDecision;

/** The answer to a request to close connections. */
public sealed interface CloseAnswer {
  /** It is carried out, or was. */
  record Reported(CloseReport report) implements CloseAnswer {}

  /** Nothing is closed, for this reason, which is none of {@link CloseDecision.Accepted}. */
  record Refused(CloseDecision decision) implements CloseAnswer {}

  /** This sidecar can't close connections; {@code sentence} says why. */
  record Unavailable(String sentence) implements CloseAnswer {}

  /** Connections of that listener are being closed already. */
  record Busy(CloseReport running) implements CloseAnswer {}

  /** Too many requests run at once. */
  record TooMany(int most) implements CloseAnswer {}

  /** No thread could be started that carries it out. */
  record NoThread() implements CloseAnswer {}

  /** Envoy's listeners are not known yet. */
  record ListenersUnknown() implements CloseAnswer {}
}
