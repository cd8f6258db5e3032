/**
 * Load for gateways that can't hide a failure: a backend, a balancer and a client that never
 * retries. Backend and client run in a test's own JVM, or in pods of their own.
 */
@NullMarked
package io.ebbgate.tool.load;

import org.jspecify.annotations.NullMarked;
