package io.ebbgate.core.drain;

/** When a phase began, in nanoseconds of the injected ticker. */
public record PhaseEntry(String phase, long at) {}
