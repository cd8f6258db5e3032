/** The program in each gateway pod that answers the preStop hook and drains Envoy. */
@NullMarked
package io.ebbgate.sidecar;

import org.jspecify.annotations.NullMarked;
