package io.ebbgate.sidecar.kernel;

import java.util.Arrays;

/**
 * The sockets of this reading and of the one before, each with the bytes that had moved on it.
 *
 * <p>Two tables of pairs in arrays: 16 bytes a slot, and at most {@link #MOST} sockets in 65 536
 * slots each, together 2 MiB; a reading of a hundred takes 8 KiB.
 */
final class SeenSockets {
  /** More are not remembered. */
  static final int MOST = 50_000;

  /** The socket was not there in the reading before, or there was no such reading. */
  static final long NOT_SEEN = -1;

  private static final int LEAST_SLOTS = 256;
  private static final int MOST_SLOTS = 1 << 16;

  /** A peer chooses its port: without it some would choose those that share a slot. */
  private final long spread = System.nanoTime() | 1;

  private long[] before = new long[0];
  private long[] now = new long[2 * LEAST_SLOTS];
  private int size;
  private boolean complete = true;

  /** True if the reading before is known whole, or was none: a socket not seen is new. */
  boolean complete() {
    return complete;
  }

  /**
   * Remembers a socket.
   *
   * @param key names it; not zero
   * @param moved bytes ever moved on it, from 0
   * @return how many that were in the reading before, or {@link #NOT_SEEN}
   */
  long remember(long key, long moved) {
    if (size < MOST) {
      if (5L * size >= 2L * now.length) {
        grow();
      }
      int slot = slot(now, key);
      if (now[slot] == 0) {
        size++;
      }
      now[slot] = key;
      now[slot + 1] = moved;
    } else {
      size = MOST + 1;
    }
    return before(key);
  }

  /** What {@link #remember} would return, with nothing remembered. */
  long before(long key) {
    if (before.length == 0) {
      return NOT_SEEN;
    }
    int slot = slot(before, key);
    return before[slot] == key ? before[slot + 1] : NOT_SEEN;
  }

  /** True if this reading has the socket already. */
  boolean has(long key) {
    return now[slot(now, key)] == key;
  }

  /** This reading is complete: the next one is compared with it. */
  void next() {
    complete = size <= MOST;
    long[] old = before;
    before = now;
    int wanted = length(size);
    if (old.length >= wanted && old.length <= 4 * wanted) {
      Arrays.fill(old, 0);
      now = old;
    } else {
      now = new long[wanted];
    }
    size = 0;
  }

  /** This reading failed: the next one is compared with the one before it. */
  void discard() {
    Arrays.fill(now, 0);
    size = 0;
  }

  /** Twice as many slots as sockets, in powers of two, as long as there are not too many. */
  private static int length(int sockets) {
    int slots = Math.max(2 * sockets, LEAST_SLOTS);
    return 2 * Math.min(Integer.highestOneBit(slots - 1) << 1, MOST_SLOTS);
  }

  private void grow() {
    long[] old = now;
    now = new long[2 * old.length];
    for (int i = 0; i < old.length; i += 2) {
      if (old[i] != 0) {
        int slot = slot(now, old[i]);
        now[slot] = old[i];
        now[slot + 1] = old[i + 1];
      }
    }
  }

  private int slot(long[] table, long key) {
    int mask = table.length - 1;
    long mixed = key * spread;
    int slot = ((int) (mixed ^ (mixed >>> 32)) << 1) & mask;
    while (table[slot] != 0 && table[slot] != key) {
      slot = (slot + 2) & mask;
    }
    return slot;
  }
}
