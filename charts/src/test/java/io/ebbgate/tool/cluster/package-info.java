/** Gateways on a real Kubernetes under load: what is done to them, and what became of it. */
@NullMarked
package io.ebbgate.tool.cluster;

import org.jspecify.annotations.NullMarked;
