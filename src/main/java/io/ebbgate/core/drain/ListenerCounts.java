package io.ebbgate.core.drain;

import io.ebbgate.core.verdict.Count;

/**
 * What one poll said of one listener; versions of a listener with one statistics name share it.
 *
 * @param open connections open now
 * @param accepted connections ever
 */
public record ListenerCounts(Count open, Count accepted) {}
