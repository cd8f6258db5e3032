package io.ebbgate.webhook.observer;

import io.ebbgate.core.termination.DrainEvent;
import io.ebbgate.core.termination.Termination;
import io.ebbgate.webhook.metrics.DrainMetrics;
import io.ebbgate.webhook.observer.DrainEventWriter.Result;
import io.ebbgate.webhook.observer.DrainEventWriter.Written;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes drain reports as Events, metrics, spans and log lines, each report once among all
 * replicas. The leader publishes at once; standbys publish later, in case the leader was killed
 * first or never saw the pod. The Event's name is unique to the pod: only the replica that creates
 * it counts the drain. A write that fails is tried again.
 */
final class DrainEventPublisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DrainEventPublisher.class);

  /** Shorter than the hour for which an API server keeps Events. */
  static final Duration DROPPED_AFTER = Duration.ofMinutes(30);

  /** Longer than a leader needs to publish a report. */
  private static final Duration LEADER_FIRST = Duration.ofSeconds(30);

  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final int MAX_PENDING = 10_000;

  /**
   * A queued report.
   *
   * @param tried whether an earlier write got no answer, and may have been done
   */
  private record Pending(DrainReport report, boolean tried) {}

  private final DrainEventWriter writer;
  private final DrainMetrics metrics;
  private final ObserverContext context;

  /** Used by {@link #thread} only. */
  private final Deque<Pending> queue = new ArrayDeque<>();

  private volatile int pending;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("drain-events").factory());

  DrainEventPublisher(ObserverContext context, DrainMetrics metrics) {
    this.context = context;
    this.metrics = metrics;
    writer = new DrainEventWriter(context.client(), context.instance());
    var _ =
        thread.scheduleWithFixedDelay(
            this::publishDue, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Queues a report; the oldest is dropped if the queue is full. */
  void publish(DrainReport report) {
    thread.execute(() -> {
      if (queue.size() >= MAX_PENDING) {
        queue.removeFirst();
        metrics.dropped();
      }
      queue.addLast(new Pending(report, false));
      publishDue();
    });
  }

  /** How many reports this replica has not seen published. */
  int pending() {
    return pending;
  }

  private void publishDue() {
    try {
      for (int due = queue.size(); due > 0; due--) {
        Pending next = queue.removeFirst();
        boolean leader = context.leader().getAsBoolean();
        Duration age = Duration.between(next.report().at(), context.clock().instant());
        if (age.compareTo(delay(next.report().termination(), leader)) < 0) {
          queue.addLast(next);
        } else if (!leader && age.compareTo(DROPPED_AFTER) > 0) {
          metrics.dropped();
        } else if (!isDone(next, leader)) {
          // To the end of the queue: one namespace that takes no Events must not block the others.
          queue.addLast(new Pending(next.report(), true));
          break;
        }
      }
    } catch (RuntimeException bug) {
      // An exception would cancel the schedule.
      LOG.error("drain report could not be published", bug);
    }
    pending = queue.size();
  }

  /** Longer on standbys, and for a guess: another replica may have seen how the pod ended. */
  private static Duration delay(Termination termination, boolean leader) {
    boolean guess = termination instanceof Termination.Lost(boolean unseen) && unseen;
    return LEADER_FIRST.multipliedBy((leader ? 0 : 1) + (guess ? 2 : 0));
  }

  private boolean isDone(Pending next, boolean leader) {
    DrainReport report = next.report();
    DrainEvent event = DrainEvent.of(report.termination()).orElseThrow();
    Written written = writer.write(report, event, next.tried());
    Result result = written.result();
    if (written.foreign() && result != Result.UNKNOWN) {
      foreign(report);
    }
    // Without an Event, only leadership keeps two replicas from counting the drain.
    if (result == Result.CREATED || (result == Result.REFUSED && leader)) {
      count(report, event);
    }
    return result != Result.UNKNOWN;
  }

  private void foreign(DrainReport report) {
    metrics.foreignEvent();
    LOG.atWarn()
        .addKeyValue("namespace", report.pod().namespace())
        .addKeyValue("pod", report.pod().name())
        .log("foreign Event has the name of a drain's Event");
  }

  private void count(DrainReport report, DrainEvent event) {
    metrics.published(report.pod(), event.verdict());
    context.tracing().drained(report.pod(), event, report.at());
    LOG.atInfo()
        .addKeyValue("namespace", report.pod().namespace())
        .addKeyValue("pod", report.pod().name())
        .addKeyValue("workload", report.pod().workload())
        .addKeyValue("verdict", event.verdict().outcome().wireName())
        .addKeyValue("reason", event.reason().wireName())
        .log(event.note());
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
