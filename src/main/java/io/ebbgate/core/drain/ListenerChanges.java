package io.ebbgate.core.drain;

/**
 * How often Envoy's listeners have changed, so that an outdated plan is recognised.
 *
 * @param changed listeners added, modified and removed since Envoy started
 * @param draining old listeners and filter chains that still have clients
 */
public record ListenerChanges(long changed, long draining) {}
