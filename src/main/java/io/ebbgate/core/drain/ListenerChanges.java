package io.ebbgate.core.drain;

/**
 * How often Envoy's listeners have changed, so that a plan can be told from an old one.
 *
 * @param changed listeners added, modified and removed since Envoy started
 * @param draining old listeners and filter chains that still have clients
 */
public record ListenerChanges(long changed, long draining) {}
