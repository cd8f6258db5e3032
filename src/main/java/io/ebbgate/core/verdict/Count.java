package io.ebbgate.core.verdict;

/** A number that Envoy may not have reported. Unknown is neither zero nor a failure. */
public sealed interface Count {
  /** Reported by Envoy; from 0. */
  record Known(long value) implements Count {
    public Known {
      if (value < 0) {
        throw new IllegalArgumentException("a count can't be " + value);
      }
    }
  }

  /** Not known, and why. */
  record Unknown(String cause) implements Count {}

  static Count of(long value) {
    return new Known(value);
  }

  static Count unknown(String cause) {
    return new Unknown(cause);
  }

  /** True only where the number is known and at most the limit. */
  default boolean atMost(long limit) {
    return switch (this) {
      case Known(long value) -> value <= limit;
      case Unknown _ -> false;
    };
  }

  /** True only where both numbers are known and this one is larger. */
  default boolean moreThan(Count other) {
    return this instanceof Known(long mine) && other instanceof Known(long theirs) && mine > theirs;
  }

  /** The sum; unknown where either is. A sum past {@link Long#MAX_VALUE} stays there. */
  default Count plus(Count other) {
    return switch (this) {
      case Unknown _ -> this;
      case Known(long mine) ->
          switch (other) {
            case Unknown _ -> other;
            case Known(long theirs) ->
                of(Long.MAX_VALUE - mine < theirs ? Long.MAX_VALUE : mine + theirs);
          };
    };
  }

  /** For logs and messages: the number, or {@code unknown}. */
  default String text() {
    return switch (this) {
      case Known(long value) -> Long.toString(value);
      case Unknown _ -> "unknown";
    };
  }
}
