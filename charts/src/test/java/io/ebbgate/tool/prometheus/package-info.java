/**
 * Runs Prometheus and promtool as the machine has them, reads recorded scrapes of both programs,
 * and prepares the chart's rules and scrape targets for them. Used by the tests of rules, metrics
 * and dashboard and by the scenarios on a cluster. Skips a test if a program is missing, and fails
 * it instead if the environment variable CI is true.
 */
@NullMarked
package io.ebbgate.tool.prometheus;

import org.jspecify.annotations.NullMarked;
