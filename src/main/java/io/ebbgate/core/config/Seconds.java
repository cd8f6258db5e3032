package io.ebbgate.core.config;

import java.time.Duration;

/**
 * A duration as JSON has it everywhere: seconds, rounded to the millisecond, with three decimals.
 * Not a {@code BigDecimal}: loading that class costs a small JVM 12 ms.
 */
public final class Seconds extends Number {
  private static final long serialVersionUID = 1L;
  private static final int NANOS_PER_MILLI = 1_000_000;
  private static final int MILLIS = 1_000;

  private final long millis;

  private Seconds(long millis) {
    this.millis = millis;
  }

  /** The seconds of a duration of less than 292 years. */
  public static Seconds of(Duration duration) {
    return new Seconds(
        Math.floorDiv(duration.toNanos() + NANOS_PER_MILLI / 2, (long) NANOS_PER_MILLI));
  }

  @Override
  public int intValue() {
    return (int) longValue();
  }

  @Override
  public long longValue() {
    return millis / MILLIS;
  }

  @Override
  public float floatValue() {
    return (float) doubleValue();
  }

  @Override
  public double doubleValue() {
    return millis / (double) MILLIS;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Seconds seconds && seconds.millis == millis;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(millis);
  }

  /** A JSON number, such as {@code 12.250}. */
  @Override
  public String toString() {
    long rest = Math.abs(millis % MILLIS);
    String sign = millis < 0 ? "-" : "";
    String zeros = rest < 10 ? "00" : rest < 100 ? "0" : "";
    return sign + Math.abs(millis / MILLIS) + "." + zeros + rest;
  }
}
