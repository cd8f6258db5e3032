package io.ebbgate.webhook.tls;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for something to become so, and says what it waited for when it didn't. */
public final class Await {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Await() {}

  public static void until(String what, BooleanSupplier so) throws InterruptedException {
    long began = System.nanoTime();
    while (!so.getAsBoolean()) {
      if (System.nanoTime() - began > LIMIT.toNanos()) {
        throw new AssertionError("After " + LIMIT + " still not: " + what);
      }
      Thread.sleep(20);
    }
  }
}
