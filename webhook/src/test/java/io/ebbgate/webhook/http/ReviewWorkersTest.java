package io.ebbgate.webhook.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReviewWorkersTest {
  private static final int SMALL = 10_000;
  private static final Response RESPONSE =
      new Response(200, Response.JSON, Buffer.buffer(), Response.ConnectionUse.KEEP_ALIVE);

  private final Vertx vertx = Vertx.vertx();
  private final AtomicLong clock = new AtomicLong();
  private final ReviewWorkers workers = new ReviewWorkers(vertx, clock::get);
  private final CountDownLatch release = new CountDownLatch(1);
  private final List<Future<Response>> responses = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    release.countDown();
    Future.all(responses).toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  /** Starts reviews that don't end. */
  private void block(int reviews, int bytes) throws InterruptedException {
    CountDownLatch started = new CountDownLatch(reviews);
    for (int i = 0; i < reviews; i++) {
      responses.add(
          workers
              .run(
                  bytes,
                  () -> {
                    started.countDown();
                    await(release);
                    return RESPONSE;
                  })
              .orElseThrow());
    }
    assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  @Test
  void areNotLateWhileOneThreadIsFree() throws Exception {
    block(ReviewWorkers.THREADS - 1, SMALL);
    pass(Duration.ofSeconds(20));

    Optional<String> late = workers.lateReason();

    assertThat(late).isEmpty();
  }

  @Test
  void areLateWhenAllThreadsAreBusyForLong() throws Exception {
    block(ReviewWorkers.THREADS, SMALL);
    pass(Duration.ofSeconds(3));

    Optional<String> late = workers.lateReason();

    assertThat(late).isPresent();
  }

  @Test
  void areLateWhenAReviewWaitsForLong() throws Exception {
    block(ReviewWorkers.THREADS - 1, SMALL);
    pass(Duration.ofSeconds(2));
    block(1, SMALL);
    responses.add(workers.run(SMALL, () -> RESPONSE).orElseThrow());
    pass(Duration.ofSeconds(3));

    Optional<String> late = workers.lateReason();

    assertThat(late).hasValue("A review has been waiting for 3 s.");
  }

  @Test
  void areStuckWhenAReviewRunsForOverThirtySeconds() throws Exception {
    block(1, SMALL);
    pass(Duration.ofSeconds(30));
    Optional<String> before = workers.stuckReason();
    pass(Duration.ofSeconds(1));

    Optional<String> stuck = workers.stuckReason();

    assertThat(before).isEmpty();
    assertThat(stuck).hasValue("A review has been running for 31 s.");
  }

  @Test
  void areFineAgainWhenTheReviewsEnd() throws Exception {
    block(ReviewWorkers.THREADS, SMALL);
    pass(Duration.ofSeconds(40));
    release.countDown();
    Future.all(responses).toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);

    Optional<String> late = workers.lateReason();

    assertThat(late).isEmpty();
    assertThat(workers.stuckReason()).isEmpty();
  }

  @Test
  void takeAFewLargeReviewsAndNoMore() throws Exception {
    block(1, ReviewWorkers.LARGE);
    for (int i = 0; i < ReviewWorkers.MOST_LARGE; i++) {
      responses.add(workers.run(ReviewWorkers.LARGE, () -> RESPONSE).orElseThrow());
    }

    Optional<Future<Response>> further = workers.run(ReviewWorkers.LARGE, () -> RESPONSE);
    Future<Response> ordinary = workers.run(SMALL, () -> RESPONSE).orElseThrow();

    assertThat(further).isEmpty();
    assertThat(ordinary.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS))
        .isSameAs(RESPONSE);
  }
}
