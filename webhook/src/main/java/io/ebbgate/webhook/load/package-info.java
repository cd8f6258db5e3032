/**
 * The strict load client: clients of several kinds that send on a fixed schedule and never retry,
 * so that every failure of a gateway is recorded once, with its cause. {@code ebbgate test} and the
 * tests of this project measure with it. It refuses a rate too low for every kind, and a kind the
 * gateway has no port for.
 */
@NullMarked
package io.ebbgate.webhook.load;

import org.jspecify.annotations.NullMarked;
