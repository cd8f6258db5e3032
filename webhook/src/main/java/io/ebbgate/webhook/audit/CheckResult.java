package io.ebbgate.webhook.audit;

import java.util.List;

/** The result of one check on one gateway. */
public sealed interface CheckResult {
  /** Nothing is wrong, or the check does not concern this gateway. */
  record Passed() implements CheckResult {}

  /** Something is wrong. */
  record Found(List<Observation> evidence) implements CheckResult {
    public Found {
      evidence = List.copyOf(evidence);
    }
  }

  /**
   * What was read does not tell.
   *
   * @param why what is missing, without a capital or a full stop
   */
  record Unknown(String why) implements CheckResult {}

  static CheckResult passed() {
    return new Passed();
  }

  static CheckResult found(Observation... evidence) {
    return new Found(List.of(evidence));
  }

  /** Found if there is any evidence. */
  static CheckResult of(List<Observation> evidence) {
    return evidence.isEmpty() ? new Passed() : new Found(evidence);
  }

  static CheckResult unknown(String why) {
    return new Unknown(why);
  }
}
