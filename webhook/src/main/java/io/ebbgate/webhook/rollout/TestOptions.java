package io.ebbgate.webhook.rollout;

import io.ebbgate.core.config.DurationText;
import java.time.Duration;
import java.util.Optional;

/**
 * What a test is to do.
 *
 * @param baseline how long the load runs before pods are replaced
 * @param deadline of the replacement of all pods
 * @param yes whether the user has agreed already
 * @param json whether the result is printed as JSON
 */
public record TestOptions(
    LoadOptions load,
    RolloutMethod method,
    Duration baseline,
    Duration deadline,
    boolean yes,
    boolean json) {
  /** The longest of baseline and deadline together. */
  public static final Duration LONGEST = Duration.ofMinutes(15);

  /** The most requests of a test. */
  public static final int MOST_REQUESTS = 1_000_000;

  /** Why it is too much, as a sentence. */
  Optional<String> excess() {
    Duration all = baseline.plus(deadline);
    if (all.compareTo(LONGEST) > 0) {
      return Optional.of(
          "--baseline and --deadline are %s together; allowed is at most %s."
              .formatted(DurationText.format(all), DurationText.format(LONGEST)));
    }
    Duration most = all.plus(load.firstAnswers()).plus(TestRun.AFTER);
    if (load.rate() * most.toSeconds() > MOST_REQUESTS) {
      return Optional.of(
          "%d requests a second for %s are more than %d, which is the most: lower --rate or --deadline."
              .formatted(load.rate(), DurationText.format(all), MOST_REQUESTS));
    }
    return load.isTooWide()
        ? Optional.of(
            "The load has %d connections; allowed are %d: lower --rate or --sessions."
                .formatted(load.clients(), LoadOptions.MOST_CLIENTS))
        : Optional.empty();
  }
}
