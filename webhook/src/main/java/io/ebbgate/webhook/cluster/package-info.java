/**
 * What the webhook reads and writes of its cluster: two Secrets, a Lease and its registration; and
 * the way to a cluster that people name.
 */
@NullMarked
package io.ebbgate.webhook.cluster;

import org.jspecify.annotations.NullMarked;
