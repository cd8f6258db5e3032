package io.ebbgate.tool.cluster;

import io.fabric8.kubernetes.api.model.Event;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Events of type Warning. */
final class Warnings {
  private Warnings() {}

  /** The reasons of warnings, one for each time. */
  static List<String> of(List<Event> events) {
    List<String> warnings = new ArrayList<>();
    for (Event event : events) {
      if (event.getType().equals("Warning")) {
        int times = event.getCount() == null ? 1 : event.getCount();
        warnings.addAll(Collections.nCopies(times, event.getReason()));
      }
    }
    return warnings;
  }
}
