package io.ebbgate.system.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.config.DurationText;
import io.ebbgate.core.contract.WebhookEnv;
import io.ebbgate.tool.chart.HelmChart;
import io.ebbgate.tool.chart.RenderedChart;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each time limit fits into the one around it. */
class TimeoutTest {
  /** What the program takes at most after its delay, for what is in flight and for closing. */
  private static final Duration MOST_AFTER_DELAY = Duration.ofSeconds(20);

  /** Between the kubelet's clock and the program's. */
  private static final Duration ROOM = Duration.ofSeconds(2);

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 45, 300})
  void aStopEndsWithinThePodsGrace(int delay) {
    RenderedChart chart = HelmChart.rendered("stopDelaySeconds: " + delay);
    Duration grace = Duration.ofSeconds(chart.pod().getTerminationGracePeriodSeconds());

    assertThat(DurationText.parse(chart.variable(WebhookEnv.STOP_DELAY)))
        .contains(Duration.ofSeconds(delay));
    assertThat(grace).isGreaterThan(MOST_AFTER_DELAY.plusSeconds(delay).plus(ROOM));
  }

  @ParameterizedTest
  @MethodSource("io.ebbgate.system.chart.ValueSets#all")
  void aReviewInFlightIsAnsweredBeforeAStopEnds(String values) {
    assertThat(Duration.ofSeconds(HelmChart.rendered(values).registration().getTimeoutSeconds()))
        .isLessThan(MOST_AFTER_DELAY);
  }

  /** The API server's sum of all webhooks is thirty seconds and more; ours is a small part. */
  @ParameterizedTest
  @ValueSource(strings = {HelmChart.NO_VALUES, ValueSets.CERT_MANAGER, ValueSets.PROVIDED})
  void aReviewTakesASmallPartOfARequestsTime(String values) {
    assertThat(HelmChart.rendered(values).registration().getTimeoutSeconds())
        .isLessThanOrEqualTo(5);
  }

  @ParameterizedTest
  @MethodSource("io.ebbgate.system.chart.ValueSets#all")
  void aProbeEndsBeforeTheNextOneBegins(String values) {
    Container webhook = HelmChart.rendered(values).webhook();

    assertThat(
            Stream.of(
                webhook.getStartupProbe(), webhook.getLivenessProbe(), webhook.getReadinessProbe()))
        .allSatisfy(probe ->
            assertThat(probe.getTimeoutSeconds()).isLessThanOrEqualTo(probe.getPeriodSeconds()));
  }

  /** A replica that is slow to start or busy is not restarted for it. */
  @ParameterizedTest
  @MethodSource("io.ebbgate.system.chart.ValueSets#all")
  void aRestartWaitsLongerThanUnreadiness(String values) {
    Container webhook = HelmChart.rendered(values).webhook();

    assertThat(patience(webhook.getStartupProbe())).isGreaterThanOrEqualTo(Duration.ofMinutes(1));
    assertThat(patience(webhook.getLivenessProbe()))
        .isGreaterThan(patience(webhook.getReadinessProbe()).multipliedBy(3));
  }

  private static Duration patience(Probe probe) {
    return Duration.ofSeconds((long) probe.getPeriodSeconds() * probe.getFailureThreshold());
  }
}
