/**
 * A real Kubernetes on this machine, in namespaces of its own: two nodes that nobody else can
 * reach.
 */
@NullMarked
package io.ebbgate.tool.node;

import org.jspecify.annotations.NullMarked;
