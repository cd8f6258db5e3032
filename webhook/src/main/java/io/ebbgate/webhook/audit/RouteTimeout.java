package io.ebbgate.webhook.audit;

import java.time.Duration;

/**
 * How long a route of a gateway lets a request take.
 *
 * @param place the route and the field
 */
record RouteTimeout(Duration time, Observation place) {}
