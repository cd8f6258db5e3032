package io.ebbgate.core.testkit;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for something to become so, and says what it waited for when it didn't. */
public final class Await {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Await() {}

  /** Within a minute. */
  public static void until(String what, BooleanSupplier so) throws InterruptedException {
    until(what, LIMIT, so);
  }

  /** Within that time. */
  public static void until(String what, Duration limit, BooleanSupplier so)
      throws InterruptedException {
    long began = System.nanoTime();
    while (!so.getAsBoolean()) {
      if (System.nanoTime() - began > limit.toNanos()) {
        throw new AssertionError("After " + limit + " still not: " + what);
      }
      Thread.sleep(20);
    }
  }
}
