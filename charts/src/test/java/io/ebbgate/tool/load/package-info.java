/**
 * The strict load client and its servers: clients of eight kinds that send on a fixed schedule and
 * never retry, so that every failure of a gateway is recorded once, with its cause; the backend
 * behind the gateways and a balancer in front of them, as kube-proxy is one. Tests and the demo run
 * them in their own JVM, scenarios on a cluster in pods ({@code LoadMain}). It refuses a rate too
 * low for every kind, a kind the gateway has no port for, and a report that is not whole.
 */
@NullMarked
package io.ebbgate.tool.load;

import org.jspecify.annotations.NullMarked;
