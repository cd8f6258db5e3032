/**
 * Brings up a Kubernetes of two nodes on this machine from the programs that run in production, in
 * network namespaces of their own, and packs the images that only tests run. Used by {@link
 * io.ebbgate.tool.cluster} where no cluster is given. It refuses to start in the machine's own
 * network, without the programs that a node needs, and with a version that the build does not know.
 */
@NullMarked
package io.ebbgate.tool.node;

import org.jspecify.annotations.NullMarked;
