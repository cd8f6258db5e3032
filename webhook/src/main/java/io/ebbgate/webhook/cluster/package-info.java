/**
 * The objects that the webhook reads and writes in its cluster: two Secrets, a Lease and its
 * registration; and the cluster that a command's options name.
 */
@NullMarked
package io.ebbgate.webhook.cluster;

import org.jspecify.annotations.NullMarked;
