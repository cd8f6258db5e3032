package io.ebbgate.webhook.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that all request bodies may take together: a few clients that send large bodies slowly
 * could otherwise exhaust the heap. The first part of a body is not counted, so that ordinary
 * reviews are never rejected because of large ones.
 */
final class BodyMemory {
  /**
   * Uncounted bytes of a body. Pods are a few KiB; {@link AdmissionServer#LIMITS} times this fits.
   */
  static final int FREE = 8 << 10;

  /** Counted bytes of all bodies: two of the largest. */
  static final long SIZE = 2 * BodyReceiver.LIMIT;

  private final AtomicLong taken = new AtomicLong();
  private final long size;

  BodyMemory(long size) {
    this.size = size;
  }

  BodyMemory() {
    this(SIZE);
  }

  /** Whether the bytes were available; if not, none are taken. */
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
