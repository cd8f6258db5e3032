package io.ebbgate.webhook.observer;

import io.ebbgate.core.termination.DrainEvent;
import io.ebbgate.core.termination.Termination;
import io.ebbgate.webhook.metrics.DepartureMetrics;
import io.ebbgate.webhook.observer.DrainEvents.Written;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of departures: the replica that writes at once, the others a while later, in case that it
 * was killed before it could, or that it has just come and never saw the pod. What was told has its
 * Event, which refuses another. What can't be told yet is tried again.
 */
final class Teller implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Teller.class);

  /** Shorter than an API server keeps Events, which is an hour. */
  static final Duration REMEMBERED = Duration.ofMinutes(30);

  /** Longer than the one that writes needs, if it is there. */
  private static final Duration ITS_TURN = Duration.ofSeconds(30);

  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final int MOST = 10_000;

  /**
   * What is to be told.
   *
   * @param tried whether the API server was asked to take it, and did not answer
   */
  private record Waiting(Telling telling, boolean tried) {}

  private final DrainEvents events;
  private final DepartureMetrics metrics;
  private final Place place;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private volatile int left;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("teller").factory());

  Teller(Place place, DepartureMetrics metrics) {
    this.place = place;
    this.metrics = metrics;
    events = new DrainEvents(place.client(), place.instance());
    var _ =
        thread.scheduleWithFixedDelay(
            this::tellAll, AGAIN.toMillis(), AGAIN.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Will be told, at once where that is possible. */
  void tell(Telling telling) {
    thread.execute(() -> {
      if (waiting.size() >= MOST) {
        waiting.removeFirst();
        metrics.forgotten();
      }
      waiting.addLast(new Waiting(telling, false));
      tellAll();
    });
  }

  /** How many are not told of yet, as far as this replica knows. */
  int waiting() {
    return left;
  }

  private void tellAll() {
    try {
      for (int due = waiting.size(); due > 0; due--) {
        Waiting next = waiting.removeFirst();
        boolean writes = place.writes().getAsBoolean();
        Duration age = Duration.between(next.telling().at(), place.clock().instant());
        if (age.compareTo(patience(next.telling().departure(), writes)) < 0) {
          waiting.addLast(next);
        } else if (!writes && age.compareTo(REMEMBERED) > 0) {
          metrics.forgotten();
        } else if (!isToldNow(next, writes)) {
          // Behind the others: a namespace that takes no Events must not keep theirs.
          waiting.addLast(new Waiting(next.telling(), true));
          break;
        }
      }
    } catch (RuntimeException mistake) {
      // Or the thread would never come again.
      LOG.error("a departure could not be told", mistake);
    }
    left = waiting.size();
  }

  /** How long another may know better, or be about to tell it. */
  private static Duration patience(Termination departure, boolean writes) {
    boolean guessed = departure instanceof Termination.Lost(boolean unseen) && unseen;
    return ITS_TURN.multipliedBy((writes ? 0 : 1) + (guessed ? 2 : 0));
  }

  private boolean isToldNow(Waiting next, boolean writes) {
    Telling telling = next.telling();
    DrainEvent notice = DrainEvent.of(telling.departure()).orElseThrow();
    Written written = events.write(telling, notice, next.tried());
    // Where no Event is taken, nothing keeps two from counting it but that one writes.
    if (written == Written.OURS || (written == Written.REFUSED && writes)) {
      count(telling, notice);
    }
    return written != Written.NOT_YET;
  }

  private void count(Telling telling, DrainEvent notice) {
    metrics.told(telling.pod(), telling.departure());
    place.tracing().told(telling.pod(), telling.departure(), telling.at());
    LOG.atInfo()
        .addKeyValue("namespace", telling.pod().namespace())
        .addKeyValue("pod", telling.pod().name())
        .addKeyValue("workload", telling.pod().workload())
        .addKeyValue("verdict", telling.departure().outcome().orElseThrow().wireName())
        .addKeyValue("reason", notice.reason().wireName())
        .log(notice.note());
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
