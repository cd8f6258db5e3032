package io.ebbgate.sidecar.envoy;

import static java.util.Objects.requireNonNull;

/** What came of a call to Envoy's admin interface. A fault is an outcome, not an exception. */
public sealed interface AdminResult<T> {
  /** Status 200 and a body that could be read to its end. */
  record Answered<T>(T value) implements AdminResult<T> {
    public Answered {
      requireNonNull(value);
    }
  }

  /** Another status: 405 for a GET on a mutating path, 403 by {@code allow_paths}, 404, 5xx. */
  record Status<T>(int code) implements AdminResult<T> {}

  /** Connection refused, or the socket's path is gone. */
  record NobodyListens<T>() implements AdminResult<T> {}

  /** The time limit of the whole call was over. */
  record TimedOut<T>() implements AdminResult<T> {}

  /** A reset, a truncated, endless or unreadable answer. */
  record Broken<T>(String cause) implements AdminResult<T> {
    public Broken {
      requireNonNull(cause);
    }
  }

  /** A word for logs and metrics, from a bounded set: the status code or the kind of fault. */
  default String wireName() {
    return switch (this) {
      case Answered<T> _ -> "200";
      case Status<T>(int code) -> code >= 100 && code <= 599 ? Integer.toString(code) : "other";
      case NobodyListens<T> _ -> "nobody_listens";
      case TimedOut<T> _ -> "timed_out";
      case Broken<T> _ -> "broken";
    };
  }

  /** One clause for people, without anything of the answer's body. */
  default String text() {
    return switch (this) {
      case Answered<T> _ -> "answered";
      case Status<T>(int code) -> "status " + code;
      case NobodyListens<T> _ -> "nobody listens";
      case TimedOut<T> _ -> "no answer in time";
      case Broken<T>(String cause) -> "broken answer: " + cause;
    };
  }
}
