package io.ebbgate.core.testkit;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a condition; the error when it does not become true names it. */
public final class Await {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Await() {}

  /** Within a minute. */
  public static void until(String what, BooleanSupplier condition) throws InterruptedException {
    until(what, LIMIT, condition);
  }

  /** Within that time. */
  public static void until(String what, Duration limit, BooleanSupplier condition)
      throws InterruptedException {
    long began = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - began > limit.toNanos()) {
        throw new AssertionError("After " + limit + " still not: " + what);
      }
      Thread.sleep(20);
    }
  }
}
