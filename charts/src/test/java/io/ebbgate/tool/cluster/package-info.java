/**
 * Runs a scenario on a real Kubernetes: installs the chart, puts a gateway under load, changes it,
 * and collects what clients, pods, Events, logs and metrics show. Used by the scenarios and by the
 * comparison with other drains. It uses the cluster that {@code KUBECONFIG} names or brings up its
 * own; it refuses to start where an image of the build is missing, and skips what needs access to
 * the nodes where the cluster is not its own.
 */
@NullMarked
package io.ebbgate.tool.cluster;

import org.jspecify.annotations.NullMarked;
