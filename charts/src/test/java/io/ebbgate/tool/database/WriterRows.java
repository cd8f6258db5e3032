package io.ebbgate.tool.database;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one writing client has of its rows, and when. One thread writes, others read; times are in
 * nanoseconds, and 0 is none.
 */
final class WriterRows {
  private final int number;
  private final AtomicInteger rows = new AtomicInteger();
  private volatile long ended;
  private volatile long wrote;
  private volatile long first;

  /** Of a client that has written nothing. */
  WriterRows(int number) {
    this.number = number;
  }

  /** By which its rows are told from others'. */
  int number() {
    return number;
  }

  /** How many are acknowledged. */
  int count() {
    return rows.get();
  }

  /** From here on ends of its connection and first rows are noted anew. */
  void begin() {
    ended = 0;
    first = 0;
  }

  /**
   * A row was acknowledged. It is the first one after a promotion only where it was sent after it:
   * an old primary's answer may be read late.
   */
  void acknowledged(long sent, long promoted, long now) {
    var _ = rows.incrementAndGet();
    wrote = now;
    if (first == 0 && sent - promoted >= 0) {
      first = now;
    }
  }

  /** Its connection has ended. */
  void ended(long now) {
    if (ended == 0) {
      ended = now;
    }
  }

  /** When its connection ended first. */
  long end() {
    return ended;
  }

  /** When its last row was acknowledged. */
  long wrote() {
    return wrote;
  }

  /** When the first row after the promotion was acknowledged. */
  long first() {
    return first;
  }
}
