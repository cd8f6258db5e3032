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
