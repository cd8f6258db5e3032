package io.ebbgate.core.drain;

/**
 * How often Envoy's listeners have changed and whose they are, so that an outdated plan is
 * recognised.
 *
 * @param changed listeners added, modified and removed since Envoy started
 * @param draining old listeners and filter chains that still have clients
 * @param epoch of a hot restart: another process has the listeners with each
 */
public record ListenerChanges(long changed, long draining, long epoch) {}
