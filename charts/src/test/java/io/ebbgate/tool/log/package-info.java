/**
 * Validates a log line of either program with the chart's {@code log.schema.json}. Used by the
 * tests of both logs and by the demo's. Refuses a line that is not one JSON object of printable
 * ASCII within the limit, or that has a key twice.
 */
@NullMarked
package io.ebbgate.tool.log;

import org.jspecify.annotations.NullMarked;
