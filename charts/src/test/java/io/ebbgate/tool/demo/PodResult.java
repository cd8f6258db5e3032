package io.ebbgate.tool.demo;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * One pod's deletion and drain in a run.
 *
 * @param deleted when it was deleted, if it was
 * @param gone when its last process had ended
 * @param hold of its preStop hook, if it has one
 */
public record PodResult(
    String name, OptionalLong deleted, OptionalLong gone, Optional<PreStopHold> hold) {}
