/**
 * Renders the chart with Helm as a library, installs it in a real API server without nodes, and
 * runs replicas of the webhook with the environment that the chart gives them. Used by the tests of
 * the chart. It refuses values that Helm refuses, objects with fields that the API server does not
 * know, and environment variables that only a kubelet could fill in.
 */
@NullMarked
package io.ebbgate.tool.chart;

import org.jspecify.annotations.NullMarked;
