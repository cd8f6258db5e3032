package io.ebbgate.sidecar.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.testkit.Await;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SerialHandlerTest {
  private static final Request REQUEST = new Request("GET", "/metrics", "", Map.of(), "", 0);

  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final CountDownLatch go = new CountDownLatch(1);
  private final SerialHandler handler =
      new SerialHandler(
          _ -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            go.await();
            running.decrementAndGet();
            return Response.ok();
          },
          refused::incrementAndGet);

  @Test
  void answersOneAtATimeAndRefusesThoseForWhomTooManyWait() throws Exception {
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Response>> answers =
          IntStream.range(0, 200).mapToObj(_ -> clients.submit(this::ask)).toList();
      Await.until("most are refused", () -> refused.get() >= 150);
      go.countDown();
      int served = 0;
      for (Future<Response> answer : answers) {
        served += answer.get().status() == 200 ? 1 : 0;
      }

      assertThat(most).hasValue(1);
      assertThat(served).isEqualTo(200 - refused.get()).isGreaterThan(SerialHandler.MOST);
    }
  }

  private Response ask() throws InterruptedException {
    return handler.handle(REQUEST);
  }
}
