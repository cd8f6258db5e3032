/**
 * Evaluates a Grafana dashboard without Grafana: sends its panels' queries to a Prometheus, with
 * variables filled in as Grafana does, and draws the first two rows as SVG for the docs. Used by
 * the dashboard's tests and by the scenario that records the picture. Refuses a query with a
 * variable that the dashboard does not have.
 */
@NullMarked
package io.ebbgate.tool.dashboard;

import org.jspecify.annotations.NullMarked;
