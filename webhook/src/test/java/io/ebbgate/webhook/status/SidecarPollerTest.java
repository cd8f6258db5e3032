package io.ebbgate.webhook.status;

import static io.ebbgate.webhook.status.TestSnapshot.pod;
import static io.ebbgate.webhook.status.TestSnapshot.serving;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.testkit.ManualTicker;
import io.ebbgate.webhook.status.GatewayPod.Sidecar;
import io.ebbgate.webhook.status.SidecarStatus.Cause;
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
class SidecarPollerTest {
  private static final Duration PATIENT = Duration.ofSeconds(30);

  private final ManualTicker ticker = new ManualTicker();
  private final AtomicInteger requests = new AtomicInteger();

  @Test
  void pollsAtMostSixteenPodsConcurrently() throws Exception {
    // No request returns before sixteen are running.
    CyclicBarrier together = new CyclicBarrier(16);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (SidecarPoller poller =
        poller(_ -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          await(together);
          running.decrementAndGet();
          return serving();
        })) {
      assertThat(poller.poll(pods(48, false), PATIENT)).hasSize(48);
      assertThat(most).hasValue(16);
    }
  }

  @Test
  void doesNotWaitForASlowPod() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    try (SidecarPoller poller =
        poller(pod -> {
          if (pod.pod().name().equals("edge-0")) {
            slow.await();
          }
          return serving();
        })) {
      assertThat(poller.poll(pods(2, true), Duration.ofMillis(300))).containsOnlyKeys("edge-1");
      slow.countDown();
      assertThat(poller.poll(pods(2, true), PATIENT)).containsOnlyKeys("edge-0", "edge-1");
    }
  }

  @Test
  void sendsNoSecondRequestToAPodThatHasNotAnswered() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    try (SidecarPoller poller =
        poller(_ -> {
          requests.incrementAndGet();
          slow.await();
          return serving();
        })) {
      assertThat(poller.poll(pods(1, true), Duration.ZERO)).isEmpty();
      assertThat(poller.poll(pods(1, true), Duration.ZERO)).isEmpty();
      slow.countDown();
      assertThat(poller.poll(pods(1, true), PATIENT)).hasSize(1);
      assertThat(requests).hasValue(1);
    }
  }

  @Test
  void pollsTerminatingPodsEachTimeAndOthersAtAnInterval() throws Exception {
    try (SidecarPoller poller = counting()) {
      poller.poll(pods(1, true), PATIENT);
      poller.poll(pods(1, true), PATIENT);
      assertThat(requests).as("terminating").hasValue(2);
      poller.poll(pods(1, false), PATIENT);
      assertThat(requests).as("serving").hasValue(2);
      ticker.advance(Duration.ofSeconds(5));
      poller.poll(pods(1, false), PATIENT);
      assertThat(requests).as("serving, after the interval").hasValue(3);
    }
  }

  @Test
  void pollsNoPodWhoseSidecarDoesNotRun() throws Exception {
    try (SidecarPoller poller = counting()) {
      assertThat(poller.poll(List.of(pod("edge-0", false, Sidecar.NOT_RUNNING)), PATIENT))
          .isEmpty();
      assertThat(requests).hasValue(0);
    }
  }

  @Test
  void forgetsDeletedPods() throws Exception {
    try (SidecarPoller poller = counting()) {
      poller.poll(pods(2, true), PATIENT);

      assertThat(poller.poll(pods(1, true), PATIENT)).containsOnlyKeys("edge-0");
    }
  }

  @Test
  void reportsAFailedRequestAsNoAnswer() throws Exception {
    try (SidecarPoller poller =
        poller(_ -> {
          throw new IllegalStateException("no port to be had");
        })) {
      assertThat(poller.poll(pods(1, true), PATIENT))
          .containsEntry("edge-0", SidecarStatus.unknown(Cause.NO_ANSWER));
    }
  }

  private SidecarPoller poller(SidecarPoller.Request request) {
    return new SidecarPoller(request, ticker);
  }

  private SidecarPoller counting() {
    return poller(_ -> {
      requests.incrementAndGet();
      return serving();
    });
  }

  private static void await(CyclicBarrier barrier) throws InterruptedException {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (java.util.concurrent.BrokenBarrierException
        | java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<GatewayPod> pods(int number, boolean terminating) {
    List<GatewayPod> pods = new ArrayList<>();
    for (int pod = 0; pod < number; pod++) {
      pods.add(pod("edge-" + pod, terminating, Sidecar.RUNNING));
    }
    return pods;
  }
}
