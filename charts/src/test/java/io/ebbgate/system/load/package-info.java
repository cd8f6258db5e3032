/**
 * Load for gateways that can't hide a failure: a backend, a balancer and a client that never
 * retries.
 */
@NullMarked
package io.ebbgate.system.load;

import org.jspecify.annotations.NullMarked;
