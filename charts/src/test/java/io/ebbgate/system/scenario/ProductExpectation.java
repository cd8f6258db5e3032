package io.ebbgate.system.scenario;

import static org.assertj.core.api.SoftAssertions.assertSoftly;

import io.ebbgate.core.config.DurationText;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.tool.rival.Play;
import io.ebbgate.tool.rival.ProductResult;
import io.ebbgate.tool.rival.ProductTrial;

/** What holds of every product's gateways. */
record ProductExpectation(ProductTrial trial) {
  /** What the hook, the observer's push and the sidecar's own end may take. */
  private static final double MORE_SECONDS = 1.5;

  /** A product whose own way waits less than this may lose requests to late endpoints. */
  private static final double MIN_DRAIN_SECONDS =
      DurationText.parse(Setting.MIN_DRAIN.fallback()).orElseThrow().toSeconds();

  /** The kubelet looks so often whether the containers have ended. */
  private static final double LOOK_SECONDS = 1;

  static ProductExpectation of(ProductTrial trial) {
    return new ProductExpectation(trial);
  }

  void check() {
    assertSoftly(softly -> {
      for (ProductResult ours : trial.ours()) {
        ProductResult own = trial.beside(ours);
        softly.assertThat(ours.failed()).as("failed: %s", ours).isZero();
        softly.assertThat(ours.severed()).as("severed: %s", ours).isZero();
        softly.assertThat(ours.failedHooks()).as("failed hooks: %s", ours).isZero();
        softly
            .assertThat(ours.verdicts())
            .as("verdicts: %s", ours)
            .hasSameSizeAs(ours.goneSeconds())
            .containsOnly(Outcome.CLEAN.wireName());
        if (own.failed() + own.severed() == 0) {
          softly
              .assertThat(ours.longestGone())
              .as("seconds from deletion to end of %s, beside %s", ours, own)
              .isLessThanOrEqualTo(Math.max(own.longestGone(), least(ours)) + MORE_SECONDS);
        }
      }
    });
  }

  /**
   * What any drain takes at least. Where all pods end together, they serve until the new ones are
   * ready, which a probe every ten seconds may say late.
   */
  private static double least(ProductResult ours) {
    double served =
        ours.play() == Play.BOTH
            ? ours.readySeconds().stream().mapToDouble(Double::doubleValue).max().orElse(0)
            : LOOK_SECONDS;
    return served + MIN_DRAIN_SECONDS;
  }
}
