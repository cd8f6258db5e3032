/** The Helm chart: rendered by Helm itself, read as the objects an API server would get. */
@NullMarked
package io.ebbgate.system.chart;

import org.jspecify.annotations.NullMarked;
