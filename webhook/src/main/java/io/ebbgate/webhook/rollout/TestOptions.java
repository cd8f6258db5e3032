package io.ebbgate.webhook.rollout;

import io.ebbgate.core.config.DurationText;
import io.ebbgate.webhook.status.PodSelector;
import java.time.Duration;
import java.util.Optional;

/**
 * What a test is to do.
 *
 * @param target where the load goes
 * @param baseline how long the load runs before pods are replaced
 * @param deadline of the replacement of all pods
 * @param yes whether the user has agreed already
 */
public record TestOptions(
    TargetChoice target,
    LoadOptions load,
    RolloutMethod method,
    Duration baseline,
    Duration deadline,
    boolean yes) {
  /** The longest of baseline and deadline together. */
  public static final Duration LONGEST = Duration.ofMinutes(15);

  /** The most requests of a test. */
  public static final int MOST_REQUESTS = 1_000_000;

  /** What {@link #parseWorkload} takes. */
  public static final String ALLOWED_WORKLOAD =
      "a workload's name, or deployment/NAME, daemonset/NAME or statefulset/NAME";

  /** Parses a workload of a kind that can be tested. */
  public static Optional<PodSelector.Workload> parseWorkload(String text) {
    return PodSelector.parseWorkload(text)
        .filter(each -> each.kind().isEmpty() || WorkloadApi.KINDS.contains(each.kind()));
  }

  /** Why it is too much, as a sentence. */
  Optional<String> excess() {
    Duration all = baseline.plus(deadline);
    if (all.compareTo(LONGEST) > 0) {
      return Optional.of(
          "--baseline and --deadline are %s together; allowed is at most %s."
              .formatted(DurationText.format(all), DurationText.format(LONGEST)));
    }
    Duration most = all.plus(load.firstAnswers()).plus(TestRun.AFTER);
    double perSecond = load.plan().perSecond();
    return perSecond * most.toSeconds() > MOST_REQUESTS
        ? Optional.of(
            "%.0f requests a second for %s are more than %d, which is the most: lower --rate or --deadline."
                .formatted(perSecond, DurationText.format(most), MOST_REQUESTS))
        : Optional.empty();
  }
}
