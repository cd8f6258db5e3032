package io.ebbgate.webhook.http;

import java.lang.ref.SoftReference;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
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

  /**
   * Blocks of bodies that have ended, kept for others until memory is short. As garbage, large
   * bodies would fill the older part of the heap, and reviews wait while that is collected.
   */
  private final Queue<SoftReference<byte[]>> blocks = new ConcurrentLinkedQueue<>();

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

  /** {@link #FREE} bytes with any content. */
  byte[] block() {
    for (var next = blocks.poll(); next != null; next = blocks.poll()) {
      byte[] block = next.get();
      if (block != null) {
        return block;
      }
    }
    return new byte[FREE];
  }

  /** Has a block used again, by another body. */
  void reuse(byte[] block) {
    blocks.add(new SoftReference<>(block));
  }

  long left() {
    return size - taken.get();
  }

  void giveBack(long bytes) {
    taken.addAndGet(-bytes);
  }
}
