package io.ebbgate.sidecar.envoy;

/** The outcome of a call of Envoy's admin interface. A fault is an outcome, not an exception. */
public sealed interface AdminResult<T> {
  /** Status 200 and a body that could be read to its end. */
  record Answered<T>(T value) implements AdminResult<T> {}

  /** Another status: 405 for a GET on a mutating path, 403 by {@code allow_paths}, 404, 5xx. */
  record Status<T>(int code) implements AdminResult<T> {}

  /** Connection refused, or the Unix socket does not exist. */
  record ConnectionRefused<T>() implements AdminResult<T> {}

  /** The time limit of the whole call has passed. */
  record TimedOut<T>() implements AdminResult<T> {}

  /** A reset, a truncated, endless or unreadable answer. */
  record Broken<T>(String cause) implements AdminResult<T> {}

  /** The value in logs and metrics, from a bounded set: the status code or the kind of fault. */
  default String wireName() {
    return switch (this) {
      case Answered<T> _ -> "200";
      case Status<T>(int code) -> code >= 100 && code <= 599 ? Integer.toString(code) : "other";
      case ConnectionRefused<T> _ -> "connection_refused";
      case TimedOut<T> _ -> "timed_out";
      case Broken<T> _ -> "broken";
    };
  }

  /** One clause for the operator, with nothing of the answer's body. */
  default String text() {
    return switch (this) {
      case Answered<T> _ -> "answered";
      case Status<T>(int code) -> "status " + code;
      case ConnectionRefused<T> _ -> "connection refused";
      case TimedOut<T> _ -> "no answer in time";
      case Broken<T>(String cause) -> "broken answer: " + cause;
    };
  }
}
