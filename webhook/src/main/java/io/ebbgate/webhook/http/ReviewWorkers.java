package io.ebbgate.webhook.http;

import io.ebbgate.core.lifecycle.Ticker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The threads that review, off the event loop: a few for ordinary reviews and one for large ones,
 * whose trees would not fit into the memory side by side. Health is decided by how long reviews
 * wait and run here.
 */
final class ReviewWorkers {
  /** Bytes of a body from which a review is large. Few pods have as many. */
  static final int LARGE = 32 << 10;

  /** Large reviews that may wait; a further one is rejected. */
  static final int MOST_LARGE = 64;

  /** A replica with later reviews should not be sent further ones. */
  private static final Duration LATE = Duration.ofSeconds(2);

  /** No review may take this long, so whatever holds it up will not end by itself. */
  private static final Duration STUCK = Duration.ofSeconds(30);

  static final int THREADS = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());

  private final Set<Job> waiting = new LinkedHashSet<>();
  private final Set<Job> running = new HashSet<>();
  private final Ticker ticker;
  private final WorkerExecutor ordinary;
  private final WorkerExecutor large;
  private int largeJobs;

  ReviewWorkers(Vertx vertx, Ticker ticker) {
    this.ticker = ticker;
    ordinary = vertx.createSharedWorkerExecutor("review", THREADS);
    large = vertx.createSharedWorkerExecutor("large-review", 1);
  }

  private final class Job {
    private final boolean isLarge;
    private final long queued = ticker.nanos();
    private long started;

    Job(boolean isLarge) {
      this.isLarge = isLarge;
    }
  }

  /**
   * Runs a review.
   *
   * @param bytes of its body
   * @return its response; empty if too many large ones wait
   */
  Optional<Future<Response>> run(int bytes, Supplier<Response> review) {
    Job job = new Job(bytes >= LARGE);
    synchronized (this) {
      if (job.isLarge && largeJobs > MOST_LARGE) {
        return Optional.empty();
      }
      largeJobs += job.isLarge ? 1 : 0;
      waiting.add(job);
    }
    return Optional.of(
        (job.isLarge ? large : ordinary)
            .executeBlocking(() -> run(job, review), false)
            .map(Objects::requireNonNull));
  }

  private Response run(Job job, Supplier<Response> review) {
    synchronized (this) {
      job.started = ticker.nanos();
      waiting.remove(job);
      running.add(job);
    }
    try {
      return review.get();
    } finally {
      synchronized (this) {
        running.remove(job);
        largeJobs -= job.isLarge ? 1 : 0;
      }
    }
  }

  /** Why a review that came now would not be answered in time. */
  synchronized Optional<String> lateReason() {
    Optional<Duration> queue =
        waiting.stream().filter(job -> !job.isLarge).findFirst().map(job -> since(job.queued));
    if (queue.isPresent() && queue.get().compareTo(LATE) > 0) {
      return Optional.of("A review has been waiting for %d s.".formatted(queue.get().toSeconds()));
    }
    long busy =
        running.stream()
            .filter(job -> !job.isLarge && since(job.started).compareTo(LATE) > 0)
            .count();
    return busy < THREADS
        ? Optional.empty()
        : Optional.of(
            "All %d review threads have been busy for over %d s."
                .formatted(THREADS, LATE.toSeconds()));
  }

  /** Why only a restart helps. */
  synchronized Optional<String> stuckReason() {
    return running.stream()
        .map(job -> since(job.started))
        .max(Duration::compareTo)
        .filter(longest -> longest.compareTo(STUCK) > 0)
        .map(longest -> "A review has been running for %d s.".formatted(longest.toSeconds()));
  }

  private Duration since(long nanos) {
    return Duration.ofNanos(ticker.nanos() - nanos);
  }
}
