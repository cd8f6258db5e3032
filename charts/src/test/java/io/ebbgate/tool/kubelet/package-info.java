/**
 * The pod runner: runs one pod as processes on a loopback address of its own and follows the
 * kubelet's contract for it: start order, probes, restarts with back-off, hooks, signals and
 * termination messages. The demo and tests of the installed chart run injected gateway pods with
 * it; a scenario on a cluster compares it with a real kubelet. It refuses every pod with a field
 * that processes on loopback can't follow, and names the field.
 */
@NullMarked
package io.ebbgate.tool.kubelet;

import org.jspecify.annotations.NullMarked;
