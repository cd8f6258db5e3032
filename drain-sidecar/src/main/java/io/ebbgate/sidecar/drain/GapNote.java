package io.ebbgate.sidecar.drain;

import io.ebbgate.core.drain.Reading;
import java.util.Optional;

/** Says once what can't be counted: it keeps a drain to its end, and somebody will ask why. */
final class GapNote {
  private final JsonLog log;
  private boolean told;

  GapNote(JsonLog log) {
    this.log = log;
  }

  void read(Reading reading) {
    Optional<String> gap = told ? Optional.empty() : reading.gap();
    told |= gap.isPresent();
    gap.ifPresent(cause -> log.warn("not everything can be counted", LogKeys.CAUSE, cause));
  }
}
