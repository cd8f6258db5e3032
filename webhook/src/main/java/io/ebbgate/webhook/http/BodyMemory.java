package io.ebbgate.webhook.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Room for all bodies together: a few clients with large ones, sent slowly, could otherwise take
 * the memory from everybody. The first part of a body needs none, so that ordinary reviews, which
 * fit into it, are never turned away for somebody else's large ones.
 */
final class BodyMemory {
  /**
   * Pods are a few KiB; so much on each of {@link ConnectionLimits#MOST} connections is bearable.
   */
  static final int FREE = 64 << 10;

  /** A tree takes several times its text. */
  private static final int SHARE = 16;

  private final AtomicLong taken = new AtomicLong();
  private final long size;

  BodyMemory(long size) {
    this.size = size;
  }

  /** A sixteenth of the memory, but never less than two of the largest bodies. */
  static BodyMemory ofThisJvm() {
    return new BodyMemory(
        Math.max(2 * BodyReceiver.LIMIT, Runtime.getRuntime().maxMemory() / SHARE));
  }

  /** Whether there was room; if not, nothing is taken. */
  boolean take(long bytes) {
    if (taken.addAndGet(bytes) <= size) {
      return true;
    }
    giveBack(bytes);
    return false;
  }

  long left() {
    return size - taken.get();
  }

  void giveBack(long bytes) {
    taken.addAndGet(-bytes);
  }
}
