package io.ebbgate.webhook.observer;

import io.ebbgate.webhook.metrics.GapMetrics;
import io.ebbgate.webhook.review.PodReview;
import io.ebbgate.webhook.review.Reviewed;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for gateways without a drain again and again, on the replica that writes. */
public final class GapWatch implements AutoCloseable {
  /** How often; a rollout that was missed is a matter of minutes. */
  public static final Duration EVERY = Duration.ofMinutes(2);

  private static final Duration REST = Duration.ofMillis(50);
  private static final Logger LOG = LoggerFactory.getLogger(GapWatch.class);

  private final GapLook look;
  private final GapMetrics metrics;
  private final Place place;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("gap").factory());

  private GapWatch(GapLook look, Place place) {
    this.look = look;
    this.place = place;
    metrics = new GapMetrics(place.registry());
  }

  /**
   * Begins, and goes on until it is closed.
   *
   * @param registration the MutatingWebhookConfiguration whose selectors say who is looked at
   * @param reviewer says what would become of a pod
   */
  public static GapWatch start(
      Place place, String registration, Function<PodReview, Reviewed> reviewer, Duration every) {
    GapLook look = new GapLook(place.client(), registration, reviewer, () -> Thread.sleep(REST));
    GapWatch watch = new GapWatch(look, place);
    var _ =
        watch.thread.scheduleWithFixedDelay(
            watch::look, every.toMillis() / 12, every.toMillis(), TimeUnit.MILLISECONDS);
    return watch;
  }

  private void look() {
    try {
      if (place.writes().getAsBoolean()) {
        Map<GapMetrics.Kind, Long> found = look.look();
        metrics.found(found, place.clock().instant());
      } else {
        metrics.leave();
      }
    } catch (KubernetesClientException e) {
      // What was found before stands, with its time.
      LOG.atWarn().addKeyValue("cause", e.getMessage()).log("gateways without a drain unknown");
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException mistake) {
      // Or the thread would never come again.
      LOG.error("gateways without a drain could not be looked for", mistake);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
