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
 * Commands for the drain thread, put in from any thread. Only commands with an answer of their own
 * are queued; of the others one is kept, so that a flood of them can't take a hook's place in the
 * queue and a full queue loses none of them.
 */
final class Mailbox {
  /** The kubelet may repeat a hook; a longer queue than this is an attack. */
  private static final int MOST = 4096;

  private final BlockingQueue<Command> queue = new LinkedBlockingQueue<>(MOST);
  private final AtomicReference<Command.@Nullable HookRejected> rejected = new AtomicReference<>();
  private final AtomicReference<Command.@Nullable PodTerminating> terminating =
      new AtomicReference<>();
  private final AtomicReference<Command.@Nullable Deadline> deadline = new AtomicReference<>();
  private final AtomicReference<Command.@Nullable Registration> registration =
      new AtomicReference<>();
  private final AtomicReference<Command.@Nullable Stop> stop = new AtomicReference<>();
  private final Semaphore bell = new Semaphore(0);

  /** Adds a command; false if the queue is full. */
  boolean put(Command command) {
    boolean taken = true;
    switch (command) {
      case Command.Drain _, Command.Cancel _ -> taken = queue.offer(command);
      // Nothing is due because of it, so the drain thread isn't woken.
      case Command.HookRejected last -> {
        rejected.set(last);
        return true;
      }
      case Command.PodTerminating last -> terminating.set(last);
      case Command.Deadline next -> keep(deadline, next, Mailbox::shorter);
      case Command.Registration next -> keep(registration, next, Mailbox::released);
      case Command.Stop next -> keep(stop, next, (first, _) -> first);
    }
    bell.release();
    return taken;
  }

  private static <T> void keep(AtomicReference<@Nullable T> slot, T next, BinaryOperator<T> which) {
    slot.updateAndGet(known -> known == null ? next : which.apply(known, next));
  }

  /** A deadline only ever gets shorter. */
  private static Command.Deadline shorter(Command.Deadline one, Command.Deadline other) {
    return one.grace().compareTo(other.grace()) <= 0 ? one : other;
  }

  /** A load balancer that has let go does not come back. */
  private static Command.Registration released(
      Command.Registration one, Command.Registration other) {
    return one.registered() ? other : one;
  }

  /** Whether a command with an answer is queued. */
  boolean waiting() {
    return !queue.isEmpty();
  }

  /** Whether SIGTERM came. */
  boolean stopping() {
    return stop.get() != null;
  }

  /** Waits for a command, at most this long. */
  void await(long nanos) throws InterruptedException {
    if (bell.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
      bell.drainPermits();
    }
  }

  /** Hands over all commands: first the signals about hooks, then the queue, SIGTERM last. */
  void take(Consumer<Command> taker) {
    take(rejected, taker);
    take(terminating, taker);
    take(deadline, taker);
    take(registration, taker);
    for (Command command = queue.poll(); command != null; command = queue.poll()) {
      taker.accept(command);
    }
    take(stop, taker);
  }

  private static <T extends Command> void take(
      AtomicReference<@Nullable T> slot, Consumer<Command> taker) {
    @Nullable T command = slot.getAndSet(null);
    if (command != null) {
      taker.accept(command);
    }
  }
}
