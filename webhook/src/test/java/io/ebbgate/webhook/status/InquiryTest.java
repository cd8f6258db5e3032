package io.ebbgate.webhook.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.testkit.ManualTicker;
import io.ebbgate.webhook.status.Answer.Silence;
import io.ebbgate.webhook.status.GatewayPod.Sidecar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InquiryTest {
  private static final Duration PATIENT = Duration.ofSeconds(30);

  private final ManualTicker ticker = new ManualTicker();
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void asksManyAtOnceAndNoMoreThanSixteen() throws Exception {
    // Nobody is answered before sixteen are asked, and then they go in sixteens.
    CyclicBarrier together = new CyclicBarrier(16);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (Inquiry inquiry =
        new Inquiry(
            _ -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              await(together);
              now.decrementAndGet();
              return Seen.serving();
            },
            ticker)) {
      assertThat(inquiry.ask(pods(48, false), PATIENT)).hasSize(48);
      assertThat(most).hasValue(16);
    }
  }

  @Test
  void waitsForNobodyWhoIsSlow() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    try (Inquiry inquiry =
        new Inquiry(
            pod -> {
              if (pod.pod().name().equals("edge-0")) {
                slow.await();
              }
              return Seen.serving();
            },
            ticker)) {
      assertThat(inquiry.ask(pods(2, true), Duration.ofMillis(300))).containsOnlyKeys("edge-1");
      slow.countDown();
      assertThat(inquiry.ask(pods(2, true), PATIENT)).containsOnlyKeys("edge-0", "edge-1");
    }
  }

  @Test
  void asksNobodyTwiceWhoHasNotAnswered() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    try (Inquiry inquiry =
        new Inquiry(
            _ -> {
              asked.incrementAndGet();
              slow.await();
              return Seen.serving();
            },
            ticker)) {
      assertThat(inquiry.ask(pods(1, true), Duration.ZERO)).isEmpty();
      assertThat(inquiry.ask(pods(1, true), Duration.ZERO)).isEmpty();
      slow.countDown();
      assertThat(inquiry.ask(pods(1, true), PATIENT)).hasSize(1);
      assertThat(asked).hasValue(1);
    }
  }

  @Test
  void asksThoseThatLeaveEachTimeAndOthersNowAndThen() throws Exception {
    try (Inquiry inquiry = counting()) {
      inquiry.ask(pods(1, true), PATIENT);
      inquiry.ask(pods(1, true), PATIENT);
      assertThat(asked).as("leaves").hasValue(2);
      inquiry.ask(pods(1, false), PATIENT);
      assertThat(asked).as("serves").hasValue(2);
      ticker.advance(Duration.ofSeconds(5));
      inquiry.ask(pods(1, false), PATIENT);
      assertThat(asked).as("serves for a while").hasValue(3);
    }
  }

  @Test
  void asksNoPodWhoseSidecarDoesNotRun() throws Exception {
    try (Inquiry inquiry = counting()) {
      assertThat(inquiry.ask(List.of(Seen.pod("edge-0", false, Sidecar.NOT_RUNNING)), PATIENT))
          .isEmpty();
      assertThat(asked).hasValue(0);
    }
  }

  @Test
  void forgetsPodsThatAreGone() throws Exception {
    try (Inquiry inquiry = counting()) {
      inquiry.ask(pods(2, true), PATIENT);

      assertThat(inquiry.ask(pods(1, true), PATIENT)).containsOnlyKeys("edge-0");
    }
  }

  @Test
  void takesAMistakeForSilence() throws Exception {
    try (Inquiry inquiry =
        new Inquiry(
            _ -> {
              throw new IllegalStateException("no port to be had");
            },
            ticker)) {
      assertThat(inquiry.ask(pods(1, true), PATIENT))
          .containsEntry("edge-0", Answer.silent(Silence.NO_ANSWER));
    }
  }

  private Inquiry counting() {
    return new Inquiry(
        _ -> {
          asked.incrementAndGet();
          return Seen.serving();
        },
        ticker);
  }

  private static void await(CyclicBarrier barrier) throws InterruptedException {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (java.util.concurrent.BrokenBarrierException
        | java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<GatewayPod> pods(int number, boolean leaving) {
    List<GatewayPod> pods = new ArrayList<>();
    for (int pod = 0; pod < number; pod++) {
      pods.add(Seen.pod("edge-" + pod, leaving, Sidecar.RUNNING));
    }
    return pods;
  }
}
