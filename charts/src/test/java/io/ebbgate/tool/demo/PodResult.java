package io.ebbgate.tool.demo;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * One pod's life in a run.
 *
 * @param deleted when it was told to stop, if it was
 * @param gone when its last process had ended
 * @param hold what its hook did, if it has one
 */
record PodResult(String name, OptionalLong deleted, OptionalLong gone, Optional<PreStopHold> hold) {
  PodResult {
    requireNonNull(name);
    requireNonNull(deleted);
    requireNonNull(gone);
    requireNonNull(hold);
  }
}
