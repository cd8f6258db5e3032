package io.ebbgate.webhook;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the program has started, closed in reverse order: by the shutdown, or by a start that fails
 * halfway. A component that fails to close is logged and does not keep the others from closing.
 * Safe for use by several threads.
 */
final class Lifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

  private final Deque<Component> started = new ArrayDeque<>();
  private boolean closed;

  /** Closes a component; may wait, but with a deadline of its own. */
  interface Closer {
    void close() throws Exception;
  }

  private record Component(String name, Closer closer) {}

  /** Adds a component that has just started; once the lifecycle is closed, it is closed at once. */
  void add(String name, Closer closer) {
    Component component = new Component(name, closer);
    synchronized (this) {
      if (!closed) {
        started.push(component);
        return;
      }
    }
    var _ = close(List.of(component));
  }

  /**
   * Closes every component, the last one first; false where one failed. A second call does none.
   */
  boolean close() {
    List<Component> reversed;
    synchronized (this) {
      closed = true;
      reversed = List.copyOf(started);
      started.clear();
    }
    return close(reversed);
  }

  private static boolean close(List<Component> components) {
    boolean clean = true;
    boolean interrupted = false;
    for (Component component : components) {
      try {
        component.closer().close();
      } catch (Throwable failure) {
        LOG.atError()
            .addKeyValue("component", component.name())
            .setCause(failure)
            .log("close failed");
        clean = false;
        // Restored at the end: an interrupted thread could not wait for the other components.
        interrupted |= failure instanceof InterruptedException;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return clean;
  }
}
