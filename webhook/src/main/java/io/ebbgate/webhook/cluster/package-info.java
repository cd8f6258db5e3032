/** What the webhook reads and writes of its cluster: two Secrets, a Lease and its registration. */
@NullMarked
package io.ebbgate.webhook.cluster;

import org.jspecify.annotations.NullMarked;
