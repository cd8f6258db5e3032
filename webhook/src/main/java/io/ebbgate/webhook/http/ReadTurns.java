package io.ebbgate.webhook.http;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * Gives connections leave to be read one after the other, one in each turn of the event loop: a
 * read may take it long, such as that of a handshake, and what else has arrived is read in between.
 * Thread-safe.
 */
final class ReadTurns {
  private final Queue<Turn> waiting = new ArrayDeque<>();

  private record Turn(EventLoop loop, Runnable leave) {}

  /**
   * Joins those that wait.
   *
   * @param leave is called on that event loop
   */
  void await(EventLoop loop, Runnable leave) {
    Turn turn = new Turn(loop, leave);
    boolean first;
    synchronized (this) {
      first = waiting.isEmpty();
      waiting.add(turn);
    }
    if (first) {
      begin(turn);
    }
  }

  /** What an event loop schedules for itself begins after it has read. */
  private void begin(Turn turn) {
    turn.loop.execute(() -> {
      var _ = turn.loop.schedule(() -> run(turn), 0, TimeUnit.MILLISECONDS);
    });
  }

  private void run(Turn turn) {
    turn.leave.run();
    Turn next;
    synchronized (this) {
      waiting.remove();
      next = waiting.peek();
    }
    if (next != null) {
      begin(next);
    }
  }
}
