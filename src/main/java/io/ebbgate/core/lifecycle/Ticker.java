package io.ebbgate.core.lifecycle;

/**
 * Monotonic time in nanoseconds, as {@link System#nanoTime()} counts it: only differences mean
 * anything.
 */
@FunctionalInterface
public interface Ticker {
  long nanos();
}
