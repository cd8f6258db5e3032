package io.ebbgate.system.pod;

import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.system.pod.PodEvent.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/** Starts containers again that ended or that a probe found dead, while the pod may live. */
final class Restarts {
  private static final Duration LOOK = Duration.ofMillis(20);

  private final PodSpec spec;
  private final Lifetime lifetime;
  private final PodEvents events;
  private final Ticker ticker;
  private final Readiness readiness;

  /** Held while a probe restarts a container: a deletion waits for that to end, as tried. */
  private final ReentrantLock restarting = new ReentrantLock();

  Restarts(PodSpec spec, Lifetime lifetime, PodEvents events, Ticker ticker, Readiness readiness) {
    this.spec = spec;
    this.lifetime = lifetime;
    this.events = events;
    this.ticker = ticker;
    this.readiness = readiness;
  }

  /** Waits for a restart under way; from then on there is none. */
  void end() {
    restarting.lock();
  }

  /** A probe's restart: the container's own hook, then the stop signal, then a new process. */
  void unhealthy(RunningContainer container) throws InterruptedException {
    if (lifetime.terminating()) {
      return;
    }
    restarting.lock();
    try {
      events.add(Kind.UNHEALTHY, container.spec().name());
      Duration grace = container.spec().liveness().flatMap(Probe::grace).orElse(spec.grace());
      Duration used = new HookCall(events, ticker).run(container.spec(), grace);
      Duration left = grace.minus(used);
      container.stop(left.compareTo(Termination.FLOOR) < 0 ? Termination.FLOOR : left);
      container.start();
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    } finally {
      restarting.unlock();
    }
  }

  /** A container that ends by itself is started again, but not while the pod terminates. */
  void watch(RunningContainer container) throws IOException, InterruptedException {
    for (int restarts = 0; !lifetime.terminating(); Thread.sleep(LOOK)) {
      if (!container.running() && restarting.tryLock()) {
        try {
          readiness.update();
          Thread.sleep(backOff(restarts));
          if (!lifetime.terminating() && !container.running()) {
            container.start();
            restarts++;
            readiness.update();
          }
        } finally {
          restarting.unlock();
        }
      }
    }
  }

  /** At once, then after 10, 20, 40 seconds and so on, five minutes at most. */
  private static Duration backOff(int restarts) {
    return restarts == 0
        ? Duration.ZERO
        : Duration.ofSeconds(Math.min(300, 10L << Math.min(restarts - 1, 5)));
  }
}
