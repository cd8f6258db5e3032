package io.ebbgate.webhook;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What keeps the start from going on, for {@code /readyz} and the log. Safe for several threads.
 */
final class StartProblem {
  private static final Logger LOG = LoggerFactory.getLogger(StartProblem.class);

  private volatile Optional<String> problem = Optional.of("The start is not finished yet.");

  /** Records it, a sentence; it is logged once until it changes. */
  void blocked(String sentence) {
    if (!problem.equals(Optional.of(sentence))) {
      LOG.atError().addKeyValue("problem", sentence).log("start blocked");
    }
    problem = Optional.of(sentence);
  }

  /** Records that the start is finished. */
  void over() {
    problem = Optional.empty();
  }

  /** The sentence, until the start is finished. */
  Optional<String> sentence() {
    return problem;
  }
}
