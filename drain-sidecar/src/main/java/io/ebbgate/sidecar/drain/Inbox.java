package io.ebbgate.sidecar.drain;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What others ask of the drain's thread. Only who waits for an answer of its own stands in the
 * queue; everything else is one word that the next of its kind replaces, so that no flood of them
 * takes a hook's place, and none is lost where hooks are many.
 */
final class Inbox {
  /** Hooks come at least once, not without end. */
  private static final int MOST = 4096;

  private final BlockingQueue<Ask> queue = new LinkedBlockingQueue<>(MOST);
  private final AtomicReference<Ask.@Nullable Refused> refused = new AtomicReference<>();
  private final AtomicReference<Ask.@Nullable Terminating> terminating = new AtomicReference<>();
  private final AtomicReference<Ask.@Nullable Deadline> deadline = new AtomicReference<>();
  private final AtomicReference<Ask.@Nullable Stop> stop = new AtomicReference<>();
  private final Semaphore bell = new Semaphore(0);

  /** Puts it in; false where too many wait already. */
  boolean put(Ask ask) {
    boolean taken = true;
    switch (ask) {
      case Ask.Drain _, Ask.CallOff _ -> taken = queue.offer(ask);
      // Nobody acts on it, so nobody is woken for it.
      case Ask.Refused last -> {
        refused.set(last);
        return true;
      }
      case Ask.Terminating last -> terminating.set(last);
      case Ask.Deadline next -> keep(deadline, next, Inbox::shorter);
      case Ask.Stop next -> keep(stop, next, (first, _) -> first);
    }
    bell.release();
    return taken;
  }

  private static <T> void keep(AtomicReference<@Nullable T> word, T next, BinaryOperator<T> which) {
    word.updateAndGet(known -> known == null ? next : which.apply(known, next));
  }

  /** A deadline only ever gets shorter. */
  private static Ask.Deadline shorter(Ask.Deadline one, Ask.Deadline other) {
    return one.grace().compareTo(other.grace()) <= 0 ? one : other;
  }

  /** Somebody waits in the queue. */
  boolean waiting() {
    return !queue.isEmpty();
  }

  /** The program is to end. */
  boolean stopping() {
    return stop.get() != null;
  }

  /** Waits until there is something, but not longer than this. */
  void await(long nanos) throws InterruptedException {
    if (bell.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
      bell.drainPermits();
    }
  }

  /** Hands over what is there: what is said of hooks before them, and the end after them. */
  void take(Consumer<Ask> taker) {
    take(refused, taker);
    take(terminating, taker);
    take(deadline, taker);
    for (Ask ask = queue.poll(); ask != null; ask = queue.poll()) {
      taker.accept(ask);
    }
    take(stop, taker);
  }

  private static <T extends Ask> void take(AtomicReference<@Nullable T> word, Consumer<Ask> taker) {
    @Nullable T ask = word.getAndSet(null);
    if (ask != null) {
      taker.accept(ask);
    }
  }
}
